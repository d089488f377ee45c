/** The source beside the answer: a pane where there is room, a sheet over the page where there is not. Filled by the script. */
import type { FC } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { WhyTable } from './passages.tsx'

export const Reader: FC<{ language: Language }> = ({ language }) => {
  const { page } = messages(language)
  return (
    <dialog class="reader" id="reader" data-part="reader" aria-labelledby="reader-title">
      <div class="reader-head">
        <h2 id="reader-title" data-part="title" class="text" tabindex={-1}>
          {page.documentText}
        </h2>
        <button type="button" class="icon" data-action="close-reader" aria-label={page.close}>
          <Cross />
        </button>
        <p class="about">
          <span data-part="facts" /> <span data-part="file" class="file text" />
        </p>
        <p class="about" data-part="counterpart-line" hidden>
          <span data-part="counterpart-language" />{' '}
          <a data-part="counterpart" data-source class="text" href="#main">
            {page.counterpart.en}
          </a>
        </p>
      </div>
      <div class="reader-tools">
        <details class="contents" data-part="contents-section" hidden>
          <summary>{page.contents}</summary>
          <ol data-part="contents" />
        </details>
        <fieldset class="views" data-part="views" hidden>
          <legend class="visually-hidden">{page.views}</legend>
          <button type="button" data-action="show-text" aria-pressed="true">
            {page.viewText}
          </button>
          <button type="button" data-action="show-page" aria-pressed="false">
            {page.viewPage}
          </button>
        </fieldset>
        <search class="find" data-part="find">
          <label for="find" class="visually-hidden">
            {page.findInDocument}
          </label>
          <input id="find" type="search" data-part="search" placeholder={page.findInDocument} autocomplete="off" />
          <span data-part="search-count" role="status" class="about" />
        </search>
      </div>
      <p data-part="problem" class="problem" role="alert" hidden />
      <div class="reader-body">
        <section data-part="text" class="document" tabindex={0} aria-label={page.documentText} data-cited={page.cited} />
        <PageFrame language={language} />
        <div data-part="map" class="map" role="img" aria-label={page.where} hidden>
          <span data-part="tick" class="tick" />
        </div>
      </div>
      <details data-part="why-section" class="why" hidden>
        <summary>{page.why}</summary>
        <WhyTable language={language} />
      </details>
      <div class="reader-foot">
        <span data-part="steps" class="steps" hidden>
          <button type="button" class="icon" data-action="previous-source" aria-label={page.previous}>
            <Chevron back />
          </button>
          <b data-part="position" />
          <button type="button" class="icon" data-action="next-source" aria-label={page.next}>
            <Chevron />
          </button>
        </span>
        <button type="button" class="link" data-action="copy-link">
          {page.copyLink}
        </button>
        <a data-part="permalink" href="#main">
          {page.permalink}
        </a>
        <a data-part="original" href="#main" target="_blank" rel="noreferrer">
          {page.original}
        </a>
      </div>
    </dialog>
  )
}

/** A page as it looks in its file; the script fills it when it is wanted. */
const PageFrame: FC<{ language: Language }> = ({ language }) => {
  const { page } = messages(language)
  return (
    <div class="picture" data-part="picture" hidden>
      <section class="page-frame" data-part="page-frame" tabindex={0} aria-label={page.viewPage}>
        <p class="about" data-part="page-status" role="status" />
        <img data-part="page-image" alt="" hidden />
      </section>
      <p class="page-steps">
        <button type="button" class="icon" data-action="previous-page" aria-label={page.previousOfDocument}>
          <Chevron back />
        </button>
        <span data-part="page-number" />
        <button type="button" class="icon" data-action="next-page" aria-label={page.nextOfDocument}>
          <Chevron />
        </button>
      </p>
    </div>
  )
}

/** Where a citation comes from, beside the pointer. */
export const Preview: FC = () => (
  <div class="preview" id="preview" data-part="preview" role="tooltip" hidden>
    <p data-part="title" class="title text" />
    <p data-part="facts" class="about" />
    <p data-part="context" class="context text">
      <span data-part="before" /> <b data-part="quote" /> <span data-part="after" />
    </p>
  </div>
)

const Cross: FC = () => (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d="m3.5 3.5 9 9m0-9-9 9" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
  </svg>
)

const Chevron: FC<{ back?: boolean }> = ({ back = false }) => (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={back ? 'M10 3 5 8l5 5' : 'm6 3 5 5-5 5'} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
  </svg>
)
