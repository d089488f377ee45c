/** Whether an answer helped: a form below it, which works without script, and the page that thanks. */
import type { FC } from 'hono/jsx'
import { type AskResponse, COMMENT_MAX_LENGTH, FEEDBACK_REASONS, type Language } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { Layout, OTHER } from './layout.tsx'

/** @param answer undefined for the template that the script fills */
export const FeedbackForm: FC<{ language: Language; answer?: AskResponse | undefined }> = ({ language, answer }) => {
  const { page } = messages(language)
  const cited = answer?.citations.map(({ documentId, start, end }) => ({ documentId, start, end }))
  const fields: Record<string, string | undefined> = {
    ...{ ui: language, answerId: answer?.id, question: answer?.question, language: answer?.language },
    ...{ answered: answer && String(answer.answered), citations: answer && JSON.stringify(cited) },
  }
  return (
    <form role="none" method="post" action="/feedback" class="feedback" data-part="feedback" hidden={!answer}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <fieldset>
        <legend>{page.helpful}</legend>
        <button type="submit" name="rating" value="up">
          {page.helpfulYes}
        </button>
        <button type="submit" name="rating" value="down">
          {page.helpfulNo}
        </button>
        {/* With script the reason is asked for after a "no" alone, and sent with it. */}
        <details data-part="reasons" hidden={!answer}>
          <summary>{page.feedbackMore}</summary>
          <label>
            {page.feedbackReason}
            <select name="reason">
              {(['', ...FEEDBACK_REASONS] as const).map((reason) => (
                <option value={reason}>{page.feedbackReasons[reason]}</option>
              ))}
            </select>
          </label>
          <label>
            {page.feedbackComment}
            <textarea name="comment" rows={2} maxlength={COMMENT_MAX_LENGTH} />
          </label>
          <p class="about">{page.feedbackKept}</p>
          {answer ? null : (
            <button type="submit" name="rating" value="down" data-action="send-feedback">
              {page.feedbackSend}
            </button>
          )}
        </details>
      </fieldset>
    </form>
  )
}

export const ThanksPage: FC<{ language: Language; redacted: boolean }> = ({ language, redacted }) => {
  const { page } = messages(language)
  return (
    <Layout language={language} title={page.titleThanks} path={`/${OTHER[language]}`}>
      <h1>{page.feedbackThanks}</h1>
      {redacted ? <p>{page.feedbackRedacted}</p> : null}
      <p>
        <a href={`/${language}`}>{page.home}</a>
      </p>
    </Layout>
  )
}
