/** The words of the evaluation report, in both languages; a missing translation does not compile. */
import type { Language } from '../domain.ts'
import type { Familiarity, Outcome } from './run.ts'
import type { Figure, Group } from './summary.ts'

/** Tables of the report. */
export type Section = 'retrieval' | 'losses' | 'answers' | 'abstention'

export interface ReportTexts {
  title: string
  figure: string
  groups: Record<Group, string>
  /** Columns of a table of several collections. */
  shortGroups: Record<Exclude<Group, 'all'>, string>
  sections: Record<Section, string>
  figures: Record<Figure, string>
  outcomes: Record<Outcome, string>
  split: (collection: string, split: string, model: string) => string
  kinds: string
  kind: string
  right: string
  familiarity: string
  familiarities: Record<Familiarity, string>
  /** Difference of the figures of seen and unseen documents. */
  familiarityGap: string
  lostQuotes: (pairs: string) => string
  byModel: (written: number, answers: number) => string
  latency: (p50: string, p95: string) => string
  parity: string
  sameDecision: (share: string) => string
  nothingWorse: string
  noBaseline: string
  better: (figure: string, group: string, before: string, now: string) => string
  worse: (figure: string, group: string, before: string, now: string) => string
  flipped: (question: string, before: string, now: string) => string
  /** Columns of the reading tests. */
  reading: Record<'file' | 'questions' | 'exact' | 'f1' | 'quoted' | 'noAnswer' | 'noAnswerAtTenth' | 'area' | 'overall', string>
  page: {
    skip: string
    contents: string
    /** Link to the report in the other language, in that language. */
    twin: string
    /** Between a name and what it introduces. */
    colon: string
    questionCount: (n: number) => string
    figures: string
    figuresAbout: string
    figuresCaption: string
    changeCount: (n: number) => string
    questionsOf: (collection: string) => string
    perLanguage: string
    risk: string
    riskAbout: string
    coverage: string
    riskAxis: string
    distributions: string
    distributionsAbout: string
    answerable: string
    unanswerable: string
    confidence: string
    count: string
    reliability: string
    reliabilityAbout: (error: string) => string
    shareRight: string
    changes: string
    questions: string
    sortBy: (column: string) => string
    question: string
    kind: string
    language: string
    outcome: string
    answer: string
    evidence: string
    expected: string
    nothingExpected: string
    askExpected: string
    helpExpected: string
    rank: string
    data: string
  }
}

const TEXTS: Record<Language, ReportTexts> = {
  en: {
    title: 'Evaluation report',
    figure: 'figure',
    groups: { all: 'all', en: 'EN', fr: 'FR', same: 'same language', cross: 'across languages' },
    shortGroups: { en: 'EN', fr: 'FR', same: 'same', cross: 'across' },
    sections: {
      retrieval: 'Retrieval, whatever was decided',
      losses: 'Where points are lost',
      answers: 'Answers',
      abstention: 'Abstention',
    },
    figures: {
      questions: 'questions',
      document1: 'right document first',
      document3: 'right document in the first 3',
      document5: 'right document in the first 5',
      document20: 'right document in the first 20',
      success1: 'right passage first',
      success3: 'right passage in the first 3',
      success5: 'right passage in the first 5',
      success20: 'right passage in the first 20',
      recall5: 'recall@5',
      recall20: 'recall@20',
      mrr10: 'MRR@10',
      ndcg10: 'nDCG@10',
      answerHit: 'answer hit',
      choice: 'right choice, given the passage',
      lostRetrieval: 'lost in retrieval',
      lostChoice: 'lost in choice',
      lostAbstention: 'lost in abstention',
      wholeAny: 'answers of several parts: any',
      wholeAll: 'answers of several parts: all',
      answerF1: 'answer F1',
      citationPrecision: 'citation precision (gold)',
      citationValidity: 'citation validity',
      alceRecall: 'citation recall (ALCE)',
      alcePrecision: 'citation precision (ALCE)',
      supportedSentences: 'supported sentences',
      hallucination: 'hallucination rate',
      error: 'error rate',
      askedBack: 'ambiguous, asked back',
      helped: 'small talk, replied to',
      refusedAtTenth: 'near misses refused at 10% error',
      calibrationError: 'expected calibration error',
      riskArea: 'area under risk–coverage',
      rocArea: 'area under ROC',
      correctLanguage: 'correct language',
      answerWords: 'words an answer (median)',
    },
    outcomes: { right: 'right', wrong: 'wrong', refused: 'wrongly refused' },
    split: (collection, split, model) => `Collection: ${collection} · split: ${split} · model: ${model}`,
    kinds: 'By kind of question',
    kind: 'kind',
    right: 'right',
    familiarity: 'Documents seen in development and unseen ones',
    familiarities: { dev: 'development questions', seen: 'test questions, documents seen', unseen: 'test questions, documents unseen' },
    familiarityGap: 'seen − unseen, points',
    lostQuotes: (pairs) => `Quotes that stand nowhere in the text that was read, counted as not found: ${pairs}`,
    byModel: (written, answers) => `The language model wrote ${written} of ${answers} answers.`,
    latency: (p50, p95) => `Latency without HTTP: median ${p50} ms, p95 ${p95} ms`,
    parity: 'EN − FR in points, with 95% interval:',
    sameDecision: (share) => `Same decision in both languages: ${share} of pairs`,
    nothingWorse: 'No figure is below the baseline.',
    noBaseline: 'No baseline is stored for this split.',
    better: (figure, group, before, now) => `better: ${figure} (${group}), ${before} before, ${now} now`,
    worse: (figure, group, before, now) => `BELOW THE BASELINE: ${figure} (${group}), ${before} before, ${now} now`,
    flipped: (question, before, now) => `flipped: ${question}, ${before} before, ${now} now`,
    reading: {
      ...{ file: 'reading test', questions: 'questions', exact: 'exact match', f1: 'span F1', quoted: 'quote holds the answer' },
      ...{ noAnswer: 'no-answer F1', noAnswerAtTenth: '… at 10% error', area: 'area under ROC', overall: 'F1 over all' },
    },
    page: {
      skip: 'Skip to main content',
      contents: 'Contents',
      twin: 'Français',
      colon: ': ',
      questionCount: (n) => `${n.toLocaleString('en-CA')} questions`,
      figures: 'Figures',
      figuresAbout:
        '“Same” are the questions whose source is in their own language, “across” those whose source is in the other one. A figure that no question bears on is a dash.',
      figuresCaption: 'Figures of each collection, in all, by language, and by whether question and source share theirs',
      changeCount: (n) => `${n.toLocaleString('en-CA')} changes`,
      questionsOf: (collection) => `Questions of the collection ${collection}, with their answers`,
      perLanguage: 'By language',
      risk: 'Risk against coverage',
      riskAbout:
        'Share of wrong answers among the questions answered, as the threshold of confidence falls. Near misses count as wrong once answered.',
      coverage: 'questions answered',
      riskAxis: 'of those, wrong',
      distributions: 'Confidence of answerable questions and near misses',
      distributionsAbout: 'Confidence 0 means that a check on numbers, names or kinds ruled the answer out.',
      answerable: 'answerable',
      unanswerable: 'near misses',
      confidence: 'confidence',
      count: 'questions',
      reliability: 'Reliability of the confidence',
      reliabilityAbout: (error) =>
        `Share of right answers among the questions whose confidence lies in each tenth, had all been answered; on the diagonal, confidence means what it says. Expected calibration error: ${error}.`,
      shareRight: 'right',
      changes: 'Since the baseline',
      questions: 'Questions',
      sortBy: (column) => `Sort by ${column}`,
      question: 'question',
      kind: 'kind',
      language: 'language',
      outcome: 'outcome',
      answer: 'answer',
      evidence: 'evidence',
      expected: 'Expected',
      nothingExpected: 'No answer is in the documents.',
      askExpected: 'Should be asked back.',
      helpExpected: 'A reply without a source.',
      rank: 'rank of the right passage',
      data: 'The same as a table',
    },
  },
  fr: {
    title: 'Rapport d’évaluation',
    figure: 'mesure',
    groups: { all: 'toutes', en: 'EN', fr: 'FR', same: 'même langue', cross: 'entre langues' },
    shortGroups: { en: 'EN', fr: 'FR', same: 'même', cross: 'entre' },
    sections: {
      retrieval: 'Recherche, quelle que soit la décision',
      losses: 'Où les points se perdent',
      answers: 'Réponses',
      abstention: 'Abstention',
    },
    figures: {
      questions: 'questions',
      document1: 'bon document en tête',
      document3: 'bon document dans les 3 premiers',
      document5: 'bon document dans les 5 premiers',
      document20: 'bon document dans les 20 premiers',
      success1: 'bon passage en tête',
      success3: 'bon passage dans les 3 premiers',
      success5: 'bon passage dans les 5 premiers',
      success20: 'bon passage dans les 20 premiers',
      recall5: 'rappel à 5',
      recall20: 'rappel à 20',
      mrr10: 'MRR à 10',
      ndcg10: 'nDCG à 10',
      answerHit: 'réponse trouvée',
      choice: 'bon choix, passage trouvé',
      lostRetrieval: 'perdues à la recherche',
      lostChoice: 'perdues au choix',
      lostAbstention: 'perdues par abstention',
      wholeAny: 'réponses en plusieurs parties\u202f: une',
      wholeAll: 'réponses en plusieurs parties\u202f: toutes',
      answerF1: 'F1 de la réponse',
      citationPrecision: 'précision des citations (étalon)',
      citationValidity: 'validité des citations',
      alceRecall: 'rappel des citations (ALCE)',
      alcePrecision: 'précision des citations (ALCE)',
      supportedSentences: 'phrases appuyées',
      hallucination: 'taux d’hallucination',
      error: 'taux d’erreur',
      askedBack: 'ambiguës, précision demandée',
      helped: 'conversation, réplique donnée',
      refusedAtTenth: 'sans réponse, refusées à 10\u00a0% d’erreur',
      calibrationError: 'erreur d’étalonnage attendue',
      riskArea: 'aire sous risque–couverture',
      rocArea: 'aire sous ROC',
      correctLanguage: 'bonne langue',
      answerWords: 'mots par réponse (médiane)',
    },
    outcomes: { right: 'juste', wrong: 'faux', refused: 'refus à tort' },
    split: (collection, split, model) => `Collection\u00a0: ${collection} · partie\u00a0: ${split} · modèle\u00a0: ${model}`,
    kinds: 'Par genre de question',
    kind: 'genre',
    right: 'justes',
    familiarity: 'Documents connus pendant le développement et documents nouveaux',
    familiarities: {
      dev: 'questions de développement',
      seen: 'questions d’essai, documents connus',
      unseen: 'questions d’essai, documents nouveaux',
    },
    familiarityGap: 'connus − nouveaux, en points',
    lostQuotes: (pairs) => `Citations introuvables dans le texte lu, comptées comme non trouvées\u00a0: ${pairs}`,
    byModel: (written, answers) => `Le modèle de langage a rédigé ${written} des ${answers} réponses.`,
    latency: (p50, p95) => `Latence sans HTTP\u00a0: médiane ${p50}\u00a0ms, p95 ${p95}\u00a0ms`,
    parity: 'EN − FR en points, avec intervalle à 95\u00a0%\u00a0:',
    sameDecision: (share) => `Même décision dans les deux langues\u00a0: ${share} des paires`,
    nothingWorse: 'Aucune mesure n’est inférieure à la référence.',
    noBaseline: 'Aucune référence n’est enregistrée pour cette partie.',
    better: (figure, group, before, now) => `mieux\u00a0: ${figure} (${group}), ${before} avant, ${now} maintenant`,
    worse: (figure, group, before, now) => `SOUS LA RÉFÉRENCE\u00a0: ${figure} (${group}), ${before} avant, ${now} maintenant`,
    flipped: (question, before, now) => `changée\u00a0: ${question}, ${before} avant, ${now} maintenant`,
    reading: {
      ...{
        file: 'épreuve de lecture',
        questions: 'questions',
        exact: 'réponse exacte',
        f1: 'F1 du segment',
        quoted: 'réponse dans la citation',
      },
      ...{
        noAnswer: 'F1 sans réponse',
        noAnswerAtTenth: '… à 10\u00a0% d’erreur',
        area: 'aire sous la courbe ROC',
        overall: 'F1 d’ensemble',
      },
    },
    page: {
      skip: 'Passer au contenu principal',
      contents: 'Sommaire',
      twin: 'English',
      colon: '\u00a0: ',
      questionCount: (n) => `${n.toLocaleString('fr-CA')} questions`,
      figures: 'Mesures',
      figuresAbout:
        '«\u202fMême\u202f»\u00a0: la source est dans la langue de la question\u202f; «\u202fentre\u202f»\u00a0: elle est dans l’autre. Un tiret marque une mesure que ne concerne aucune question.',
      figuresCaption: 'Mesures de chaque collection, en tout, par langue, et selon que la question et la source ont la même langue',
      changeCount: (n) => `${n.toLocaleString('fr-CA')} changements`,
      questionsOf: (collection) => `Questions de la collection ${collection} et réponses`,
      perLanguage: 'Par langue',
      risk: 'Risque selon la couverture',
      riskAbout:
        'Part de réponses fausses parmi les questions qui ont reçu une réponse, à mesure que le seuil de confiance baisse. Une question sans réponse compte comme fausse dès qu’on y répond.',
      coverage: 'part des questions qui ont reçu une réponse',
      riskAxis: 'dont fausses',
      distributions: 'Confiance des questions avec et sans réponse',
      distributionsAbout: 'Une confiance de 0 veut dire qu’une vérification (nombre, nom, nature) a exclu la réponse.',
      answerable: 'avec réponse',
      unanswerable: 'sans réponse',
      confidence: 'confiance',
      count: 'questions',
      reliability: 'Fiabilité de la confiance',
      reliabilityAbout: (error) =>
        `Part de réponses justes parmi les questions dont la confiance se trouve dans chaque dixième, si l’on avait répondu à toutes\u202f; sur la diagonale, la confiance dit vrai. Erreur d’étalonnage attendue\u00a0: ${error}.`,
      shareRight: 'justes',
      changes: 'Depuis la référence',
      questions: 'Questions',
      sortBy: (column) => `Trier par ${column}`,
      question: 'question',
      kind: 'genre',
      language: 'langue',
      outcome: 'issue',
      answer: 'réponse',
      evidence: 'passages cités',
      expected: 'Attendu',
      nothingExpected: 'Les documents ne contiennent pas de réponse.',
      askExpected: 'Précision à demander à la personne.',
      helpExpected: 'Une réplique sans source.',
      rank: 'rang du bon passage',
      data: 'Les mêmes données en tableau',
    },
  },
}

export function reportTexts(language: Language): ReportTexts {
  return TEXTS[language]
}
