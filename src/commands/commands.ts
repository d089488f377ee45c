/** Every command by its name. What a command runs with is loaded when it is chosen: help, a wrong flag and the version wait for nothing. */
import type { Command } from './command.ts'

export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'serve',
    {
      script: 'npm start --',
      flags: [],
      summary: ({ serve }) => serve,
      examples: () => ['npm start -- --documents ~/my-documents', 'npm start -- --port 9000 --language fr'],
      serves: true,
      run: async (invocation) => await (await import('./serve.ts')).run(invocation),
    },
  ],
  [
    'index',
    {
      script: 'npm run index --',
      flags: ['watch'],
      summary: ({ index }) => index,
      examples: () => ['npm run index -- --documents ~/my-documents', 'npm run index -- --watch'],
      run: async (invocation) => await (await import('./build.ts')).run(invocation),
    },
  ],
  [
    'ask',
    {
      script: 'npm run ask --',
      flags: ['json', 'only'],
      takesRest: true,
      summary: ({ ask }) => ask,
      examples: ({ exampleQuestion }) => [`npm run ask -- "${exampleQuestion}"`, `npm run ask -- --json "${exampleQuestion}"`],
      run: async (invocation) => await (await import('./question.ts')).run(invocation),
    },
  ],
  [
    'eval',
    {
      script: 'npm run eval --',
      flags: ['json', 'collection', 'split', 'write-baseline', 'mode', 'questions', 'baseline', 'report', 'reading'],
      summary: ({ evaluate }) => evaluate,
      examples: () => [
        'npm run eval -- --collection seeds',
        'npm run eval -- --documents ~/my-documents --index ~/my-index --questions my-questions.jsonl',
      ],
      run: async (invocation) => await (await import('./evaluation.ts')).run(invocation),
    },
  ],
  [
    'mcp',
    {
      script: 'npm run mcp --',
      flags: [],
      summary: ({ mcp }) => mcp,
      examples: () => ['npm run mcp -- --documents ~/my-documents', 'npm run --silent mcp'],
      run: async (invocation) => await (await import('./mcp.ts')).run(invocation),
    },
  ],
  [
    'feedback',
    {
      script: 'npm run feedback --',
      flags: [],
      summary: ({ feedback }) => feedback,
      examples: () => ['npm run feedback', 'npm run --silent feedback > candidates.jsonl'],
      run: async (invocation) => await (await import('./feedback.ts')).run(invocation),
    },
  ],
  [
    'doctor',
    {
      script: 'npm run doctor --',
      flags: [],
      summary: ({ doctor }) => doctor,
      examples: () => ['npm run doctor', 'npm run doctor -- --documents ~/my-documents'],
      run: async (invocation) => await (await import('./doctor.ts')).run(invocation),
    },
  ],
])
