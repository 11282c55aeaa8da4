export { type PlannedReview, planReviewEdit, type ReviewChange } from './plan-review-edit.ts';
export { findReviewer, itsChecks, listReviewed, type ReviewedPart } from './reviewed.ts';
