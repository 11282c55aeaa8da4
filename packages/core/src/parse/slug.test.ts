import { describe, expect, test } from '@jest/globals';
import { HandleRegister, makeSlug } from './slug.ts';

describe('a slug', () => {
  test.each([
    ['Pre-Deployment Checklist', 'pre-deployment-checklist'],
    ['  🎯 Outcome!  ', 'outcome'],
    ['v12.1.2 → v12.2', 'v12-1-2-v12-2'],
    ['Étape 2', 'étape-2'],
    ['e\u0301tape', 'étape'],
    ['日本語 の 見出し', '日本語-の-見出し'],
    ['שלום עולם', 'שלום-עולם'],
    ['✔\ufe0f Done', 'done'],
    ['🎯', 'section'],
    ['', 'section'],
  ])('%j is %j', (title, slug) => {
    expect(makeSlug(title)).toBe(slug);
  });

  test('is cut after a word, to 40 characters at most', () => {
    expect(makeSlug(`${'a'.repeat(30)} ${'b'.repeat(30)}`)).toBe('a'.repeat(30));
    expect(makeSlug(`${'a'.repeat(40)} b`)).toBe('a'.repeat(40));
    expect(makeSlug('a'.repeat(50))).toBe('a'.repeat(40));
  });

  test('is not cut within a character', () => {
    expect(makeSlug('𝒳'.repeat(50))).toBe('𝒳'.repeat(40));
  });
});

describe('a register of handles', () => {
  test('gives each once, with a number behind the later ones', () => {
    const handles = new HandleRegister();
    expect(['a', 'a', 'b', 'a'].map((wanted) => handles.take(wanted))).toEqual(['a', 'a-2', 'b', 'a-3']);
  });

  test('passes over what is taken, by an author or by a number', () => {
    const handles = new HandleRegister();
    handles.reserve('a');
    expect(handles.take('a-2')).toBe('a-2');
    expect(handles.take('a')).toBe('a-3');
  });
});
