/** Commands as whoever reads can type them: npm scripts are those of the repository, an installed package has a command of its own. */

/** The package is JavaScript, the repository runs its sources. */
const INSTALLED = !import.meta.url.endsWith('.ts')

/** @param installed whether the reader has the package rather than the repository */
export function asTyped(text: string, installed = INSTALLED): string {
  if (!installed) return text
  return text
    .replace(/npm run setup/g, 'npm install --ignore-scripts hnswlib-node')
    .replace(/npm run (?:--silent )?(index|ask|eval|mcp|feedback|doctor)(?: --(?= |$))?/gm, 'sourcier $1')
    .replace(/npm start(?: --(?= |$))?/gm, 'sourcier serve')
}
