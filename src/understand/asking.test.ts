import { expect, test } from 'vitest'
import { askedShape, interrogativeLanguage, isTypeWord, languageOf, questionFocus, questionType, readAsking } from './asking.ts'

test.each([
  ['Who is the keeper?', 'en', 'person'],
  ['Qui est le gardien ?', 'fr', 'person'],
  ['Qu’est-ce qui est prévu ?', 'fr', 'other'],
  ['In what year was it built?', 'en', 'date'],
  ['En quelle année ?', 'fr', 'date'],
  ['What time does the pier open?', 'en', 'date'],
  ['What are the opening hours?', 'en', 'date'],
  ['What is the time limit of the permit?', 'en', 'definition'],
  ['À quelle heure ouvre le quai ?', 'fr', 'date'],
  ['Quel jour a lieu le marché ?', 'fr', 'date'],
  ['Quelles sont les heures d’ouverture ?', 'fr', 'date'],
  ['Combien d’heures dure la visite ?', 'fr', 'count'],
  ['How much does it cost?', 'en', 'amount'],
  ['Combien d’argent faut-il ?', 'fr', 'amount'],
  ['What is the stand-by rate per hour?', 'en', 'amount'],
  ['What is the fine for a late book?', 'en', 'amount'],
  ['What is the interest rate?', 'en', 'definition'],
  ['Quels sont les frais de retard ?', 'fr', 'amount'],
  ['Quel est le taux horaire ?', 'fr', 'amount'],
  ['À quelle fréquence faut-il le changer ?', 'fr', 'count'],
  ['How many ships are there?', 'en', 'count'],
  ['Combien de navires ?', 'fr', 'count'],
  // « vers » of a ferry is not « verser ».
  ['Combien de passagers le traversier a-t-il transportés ?', 'fr', 'count'],
  ['Combien le gouvernement a-t-il versé ?', 'fr', 'amount'],
  ['Combien a-t-elle payé ?', 'fr', 'amount'],
  ['Where is it?', 'en', 'place'],
  ['Où est-il ?', 'fr', 'place'],
  ['Why is it closed?', 'en', 'reason'],
  ['Pourquoi est-il fermé ?', 'fr', 'reason'],
  ['What is the AMN?', 'en', 'definition'],
  ['C’est quoi l’AMN ?', 'fr', 'definition'],
  ['What are the three rules?', 'en', 'list'],
  ['Quels sont les trois règlements ?', 'fr', 'list'],
  // As what is asked in "Could you tell me what …?"
  ['what the harbour board is?', 'en', 'definition'],
  ['ce qu’est le port ?', 'fr', 'definition'],
  ['ce que désigne ce sigle', 'fr', 'definition'],
  ['what the annual budget of the region is', 'en', 'amount'],
  ['who the harbour master is', 'en', 'person'],
  ['what happens to the harbour', 'en', 'other'],
  // Typed without accents.
  ['combien coute la visite', 'fr', 'amount'],
  ['c’est quoi le numero de telephone du port', 'fr', 'contact'],
  ['quel age a le phare', 'fr', 'age'],
  ['en quelle annee', 'fr', 'date'],
  ['ou est le phare', 'fr', 'place'],
  ['À quelle adresse faut-il écrire ?', 'fr', 'contact'],
  ['What is the address of the pier?', 'en', 'contact'],
  // « ou » in between is no « où », and where there are accents they count.
  ['Peut-on venir avec un chien ou un chat ?', 'fr', 'other'],
  ['Ou bien la bibliothèque est-elle fermée ?', 'fr', 'other'],
  // What is counted in other units than money.
  ['How much notice must I give?', 'en', 'count'],
  ['How much paid leave do I get?', 'en', 'count'],
  ['How much is the water bill?', 'en', 'amount'],
  // "When" says in which case, where something else is asked.
  ['What happens when my card expires?', 'en', 'other'],
  ['Que faire quand je perds ma carte ?', 'fr', 'other'],
  ['Who do I call when the alarm rings?', 'en', 'person'],
  ['Could you tell me when the pool opens?', 'en', 'date'],
  ['Since when is it closed?', 'en', 'date'],
  ['C’est quand, la réunion ?', 'fr', 'date'],
  ['Savez-vous quand ouvre la piscine ?', 'fr', 'date'],
  // A phone or an e-mail is spoken of, none is asked for.
  ['How long is email kept?', 'en', 'count'],
  ['What is the rule on phone use at work?', 'en', 'definition'],
  ['Quelle est la politique d’utilisation du téléphone cellulaire ?', 'fr', 'other'],
  ['Combien de temps garde-t-on les courriels ?', 'fr', 'count'],
  ['How can I reach the library by phone?', 'en', 'contact'],
  ['How can the help desk be reached by email?', 'en', 'contact'],
  ['How can a member of the public contact the clinic by phone?', 'en', 'contact'],
  ['I lost my phone. What is the e-mail of the clinic?', 'en', 'contact'],
  ['What is the email of the website team?', 'en', 'contact'],
  ['Where do I find the email address of the clerk?', 'en', 'contact'],
  ['Comment communiquer avec le bureau par courriel ?', 'fr', 'contact'],
  ['Mon téléphone est cassé. Quel est le courriel du bureau ?', 'fr', 'contact'],
  ['Which of the two keys works with my phone?', 'en', 'other'],
  ['How do I switch from the phone to my key?', 'en', 'other'],
  ['In what city is the mailing address of the club?', 'en', 'place'],
  ['Dans quelle ville est l’adresse postale du club ?', 'fr', 'place'],
  ['Quel est le courriel du greffe ?', 'fr', 'contact'],
] as const)('%s (%s): %s', (question, language, type) => {
  expect(questionType(question, language)).toBe(type)
})

test.each([
  ['How many employees does it have?', 'en', 'employees'],
  ['Combien d’employés compte-t-il ?', 'fr', 'employes'],
  ['What is the annual budget of the region?', 'en', 'budget'],
  ['Quel est le budget annuel de la région ?', 'fr', 'budget'],
  ['What is Anna Field’s email address?', 'en', 'address'],
  ['Which countries signed?', 'en', 'countries'],
  ['Who is Anna Field?', 'en', undefined],
  ['what the theme of the summit is?', 'en', 'theme'],
  ['who the mayor of the town is?', 'en', 'mayor'],
] as const)('%s (%s) asks for: %s', (question, language, focus) => {
  expect(questionFocus(question, language)).toBe(focus)
})

test.each([
  ['Who gets the keys?', 'recipient'],
  ['To whom is the fine paid?', 'recipient'],
  ['À qui faut-il rendre les clés ?', 'recipient'],
  ['How long does a permit last?', 'duration'],
  ['Pendant combien de temps peut-on rester ?', 'duration'],
  ['Quelle est la durée du séjour ?', 'duration'],
  ['What are the help desk hours?', 'hours'],
  ['What time does the pier open?', 'hours'],
  ['À quelle heure ouvre le quai ?', 'hours'],
  ['What is the time limit of the permit?', undefined],
  ['What are the hours of work?', undefined],
  ['Who is the keeper?', undefined],
  ['Qui est le gardien ?', undefined],
  ['How long is the pier?', undefined],
  ['Combien de navires ?', undefined],
] as const)('%s asks for a %s', (question, shape) => {
  expect(askedShape(question)).toBe(shape)
})

test.each([
  ['Combien de temps dure la visite ?', 'fr', 'dure', true],
  ['How long does a permit last?', 'en', 'last', true],
  ['À qui remet-on les clés ?', 'fr', 'remet', true],
  ['combien de temps la visite dure', 'fr', 'visite', false],
  // Where neither a duration nor a recipient is asked for, these are words like any other.
  ['Qui remet les clés ?', 'fr', 'remet', false],
  ['Who was the last keeper?', 'en', 'last', false],
] as const)('%s (%s): whether “%s” only says what kind of thing is asked for: %s', (question, language, word, is) => {
  expect(isTypeWord(word, readAsking(question, language))).toBe(is)
})

test('the language shows behind a preposition and a conjunction too', () => {
  expect(interrogativeLanguage('Et à qui rend-on les clés ?')).toBe('fr')
  expect(interrogativeLanguage('and to whom?')).toBe('en')
  expect(interrogativeLanguage('à bord du navire')).toBeUndefined()
})

test('a few words without accents show their language by a small word; those without one by none (negative control)', () => {
  expect([languageOf('conge de maternite'), languageOf('mayor'), languageOf('ITQ')]).toEqual(['fr', undefined, undefined])
})
