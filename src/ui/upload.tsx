/** Adding documents through a page: a form that works without script, and the place where the script tells what became of them. */
import type { FC } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { messages } from '../messages/index.ts'

interface UploadProps {
  language: Language
  /** Where it is sent. */
  action: string
  /** Endings of the kinds that are read. */
  kinds: readonly string[]
  /** Whether files of the same name may be replaced. */
  replaces?: boolean
}

export const UploadForm: FC<UploadProps> = ({ language, action, kinds, replaces = false }) => {
  const { page } = messages(language)
  return (
    <form role="none" method="post" action={`${action}?ui=${language}`} enctype="multipart/form-data" class="upload" data-part="upload">
      <label for="file">{page.upload.title}</label>
      <div class="row">
        <input
          id="file"
          type="file"
          name="file"
          aria-label={page.upload.title}
          multiple
          required
          accept={kinds.join(',')}
          aria-describedby="upload-hint"
        />
        <button type="submit" class="quiet">
          {page.upload.send}
        </button>
      </div>
      {replaces ? (
        <label class="check">
          <input type="checkbox" name="replace" value="on" /> {page.upload.replace}
        </label>
      ) : null}
      <p class="about" id="upload-hint">
        {page.upload.hint}
      </p>
    </form>
  )
}

/** For the script: what files are dropped on, and what is said of them. */
export const DropPlace: FC<{ language: Language }> = ({ language }) => {
  const { dropHere, sending, added, ready, failed } = messages(language).page.upload
  const labels = { sending, added, ready, failed }
  return (
    <>
      <p class="drop-here" data-part="drop-here" aria-hidden="true" hidden>
        {dropHere}
      </p>
      <p role="status" class="toast" data-part="upload-status" data-labels={JSON.stringify(labels)} />
      <script type="module" src="/assets/upload.js" />
    </>
  )
}
