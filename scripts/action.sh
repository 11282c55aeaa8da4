#!/bin/sh
# What action.yml runs. Inputs and the event come as variables and never as text of a script, since a branch or a title
# may hold anything. The exit code is that of `roadmap check`.
roadmap() { sh "$(dirname "$0")/from-source.sh" "$@"; }

# The commit that the change goes from: of a pull request its base, of a push the old tip.
find_base() {
  case $ROADMAP_EVENT in
    pull_request | pull_request_target) echo "$ROADMAP_PULL_BASE" ;;
    push) echo "$ROADMAP_PUSH_BEFORE" ;;
  esac
}

# A forced push leaves its old tip behind; a server still gives it by its full hash for a while.
is_there() {
  case $1 in *[!0]*) ;; *) return 0 ;; esac
  git cat-file -e "$1^{commit}" 2>/dev/null || git fetch --quiet --no-tags origin "$1" 2>/dev/null
}

set -- check
case $ROADMAP_JUDGE in
  all) ;;
  change)
    base=$(find_base)
    if [ -z "$base" ]; then
      echo "roadmap: the event ${ROADMAP_EVENT:-without a name} changes nothing, so the roadmaps are judged as they stand"
    elif is_there "$base"; then
      set -- check --range "$base..HEAD"
    else
      echo "::warning title=roadmap::The old tip $base is gone, so the roadmaps are judged as they stand"
    fi
    ;;
  *)
    echo "roadmap: judge is change or all" >&2
    exit 2
    ;;
esac

if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  echo '::warning title=roadmap::This clone is shallow, so evidence can not be looked up: set fetch-depth: 0 for actions/checkout'
fi
if [ -n "$ROADMAP_SARIF" ]; then roadmap "$@" --format sarif >"$ROADMAP_SARIF"; fi
if [ "$ROADMAP_SUMMARY" = true ] && [ -n "${GITHUB_STEP_SUMMARY-}" ]; then
  roadmap "$@" --format markdown >>"$GITHUB_STEP_SUMMARY"
fi
roadmap "$@" --format "$ROADMAP_FORMAT"
