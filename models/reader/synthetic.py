"""Groups about tables, labels and lists, written by a generator: data that people marked holds none of them.

A schema is a kind of thing (a service, an arena, a position ...) with attributes; each attribute has a label, ways to ask for it and values, in English and in French.
A passage shows several things of one schema as the product stores them: rows ("Service: Passport · Fee: 32 dollars"), label lines, list items or short sentences. The question asks
for one attribute of one thing, in the language of the passage or in the other one; near misses ask for an attribute or a thing that the passage does not have. Names of things keep both
languages, values are made in both, so that spans across languages are exact.
"""
import random

NAMES = ['Harbour', 'Maple', 'Riverside', 'Saint-Jean', 'Lakeshore', 'Bellevue', 'Montcalm', 'Northgate', 'Champlain', 'Victoria', 'Laurier', 'Dufferin', 'Papineau', 'Eastview', 'Beaumont', 'Kingsway', 'Rideau',
         'Fairmont', 'Sainte-Anne', 'Greenfield', 'Valmont', 'Elgin', 'Cartier', 'Westmount', 'Bonaventure', 'Oakridge', 'Frontenac', 'Hillcrest', 'Rosemont', 'Wellington']
PEOPLE = ['Anna Field', 'Paul Roy', 'Marie Côté', 'Jean Tremblay', 'Lucie Gagnon', 'Robert Chen', 'Amina Diallo', 'Sarah Whitman', 'Luc Bouchard', 'Nadia Haddad', 'Peter Novak', 'Claire Fortin', 'David Okafor', 'Ève Lavoie',
          'Thomas Grant', 'Hélène Morin', 'Kevin Walsh', 'Priya Sharma', 'Michel Pelletier', 'Julia Santos']
DAYS = [('Monday', 'lundi'), ('Tuesday', 'mardi'), ('Wednesday', 'mercredi'), ('Thursday', 'jeudi'), ('Friday', 'vendredi'), ('Saturday', 'samedi'), ('Sunday', 'dimanche')]
MONTHS = [('January', 'janvier'), ('February', 'février'), ('March', 'mars'), ('April', 'avril'), ('May', 'mai'), ('June', 'juin'), ('July', 'juillet'), ('August', 'août'), ('September', 'septembre'), ('October', 'octobre'),
          ('November', 'novembre'), ('December', 'décembre')]
WORDS = [('two', 'deux'), ('three', 'trois'), ('four', 'quatre'), ('five', 'cinq'), ('six', 'six'), ('seven', 'sept'), ('eight', 'huit'), ('nine', 'neuf'), ('ten', 'dix'), ('twelve', 'douze'), ('fifteen', 'quinze'),
         ('eighteen', 'dix-huit'), ('twenty', 'vingt'), ('thirty', 'trente')]


def money(r):
    n = r.choice([5, 8, 10, 12, 15, 18, 20, 25, 32, 40, 45, 55, 60, 75, 90, 110, 120, 150, 160, 200, 250, 300, 425, 500, 750, 1200, 2500])
    cents = r.random() < 0.2
    en, fr = (f'{n:,}.50', f'{n},50'.replace(',', ',', 1)) if cents else (f'{n:,}', f'{n:,}'.replace(',', ' '))
    return r.choice([(f'${en}', f'{fr} $'), (f'{en} dollars', f'{fr} dollars')])


def hour(r):
    h, m = r.randint(7, 21), r.choice(['00', '30', '00', '15'])
    en = f'{(h - 1) % 12 + 1}{":" + m if m != "00" or r.random() < 0.4 else ""} {"a.m." if h < 12 else "p.m."}'
    return en, f'{h} h {m}' if m != '00' else f'{h} h'


def hours(r):
    (a, b), (c, d) = hour(r), hour(r)
    return (f'{a} to {c}', f'de {b} à {d}') if r.random() < 0.6 else (f'{a} – {c}', f'{b} – {d}')


def days(r):
    i, j = sorted(r.sample(range(7), 2))
    return r.choice([(f'{DAYS[i][0]} to {DAYS[j][0]}', f'du {DAYS[i][1]} au {DAYS[j][1]}'), (f'every {DAYS[i][0]}', f'tous les {DAYS[i][1]}s'), (f'{DAYS[i][0]}s and {DAYS[j][0]}s', f'les {DAYS[i][1]}s et {DAYS[j][1]}s'),
                     (f'the first {DAYS[i][0]} of each month', f'le premier {DAYS[i][1]} de chaque mois')])


def opening(r):
    (a, b), (c, d) = days(r), hours(r)
    return f'{a}, {c}', f'{b}, {d}'


def date(r):
    n, (en, fr), year = r.randint(1, 28), r.choice(MONTHS), r.randint(2012, 2026)
    return r.choice([(f'{en} {n}, {year}', f'{n if n > 1 else "1er"} {fr} {year}'), (f'{en} {year}', f'{fr} {year}'), (f'{en} {n}', f'le {n if n > 1 else "1er"} {fr}')])


def span(r):
    n = r.choice([2, 3, 5, 7, 8, 10, 14, 15, 20, 21, 30, 45, 60, 90])
    en, fr = r.choice([('days', 'jours'), ('business days', 'jours ouvrables'), ('weeks', 'semaines'), ('months', 'mois')])
    if r.random() < 0.25:
        a, b = r.choice(WORDS)
        return f'{a} {en}', f'{b} {fr}'
    return f'{n} {en}', f'{n} {fr}'


def count(r):
    if r.random() < 0.2:
        return r.choice(WORDS)
    n = r.choice([r.randint(2, 60), r.randint(60, 900), r.randint(1000, 9000)])
    return f'{n:,}', f'{n:,}'.replace(',', ' ')


def phone(r):
    n = f'{r.choice([418, 514, 613, 819, 506, 902, 416, 450])}-555-{r.randint(100, 199):04d}'
    return n, n


def person(r):
    p = r.choice(PEOPLE)
    return p, p


def email(r):
    a = f'{r.choice(["info", "service", "permits", "permis", "accueil", "bureau"])}@{r.choice(NAMES).lower()}.example'
    return a, a


def address(r):
    n, name = r.randint(2, 990), r.choice(NAMES)
    return f'{n} {name} Street', f'{n}, rue {name}'


def share(r):
    n = r.randint(2, 95)
    return f'{n}%', f'{n} %'


def age(r):
    n = r.choice([3, 5, 6, 12, 14, 16, 17, 18, 21, 55, 60, 65])
    return f'{n} years', f'{n} ans'


# attribute: labels en, labels fr, questions en, questions fr ({} is the thing, with its article), values
FEE = (['Fee', 'Cost', 'Price', 'Rate'], ['Frais', 'Coût', 'Prix', 'Tarif'], ['How much is {}?', 'What does {} cost?', 'What is the fee for {}?', 'How much do I have to pay for {}?', 'price of {}'],
       ['Combien coûte {} ?', 'Quel est le tarif pour {} ?', 'Quels sont les frais pour {} ?', 'Combien faut-il payer pour {} ?', 'C’est combien, {} ?'], money)
DELAY = (['Processing time', 'Delay', 'Turnaround'], ['Délai', 'Délai de traitement', 'Traitement'], ['How long does it take for {}?', 'What is the processing time for {}?', 'How long will I wait for {}?'],
         ['Combien de temps faut-il pour {} ?', 'Quel est le délai pour {} ?', 'Dans combien de temps vais-je recevoir {} ?'], span)
PHONE = (['Telephone', 'Phone', 'Tel.'], ['Téléphone', 'Tél.'], ['What is the phone number of {}?', 'How can I call {}?', 'What number do I call for {}?'], ['Quel est le numéro de téléphone pour {} ?', 'À quel numéro appeler pour {} ?', 'Comment joindre {} par téléphone ?'], phone)
EMAIL = (['Email', 'E-mail'], ['Courriel'], ['What is the email address of {}?', 'How do I email {}?'], ['Quel est le courriel de {} ?', 'À quelle adresse écrire pour {} ?'], email)
ADDRESS = (['Address', 'Location'], ['Adresse', 'Lieu'], ['Where is {}?', 'What is the address of {}?'], ['Où se trouve {} ?', 'Quelle est l’adresse de {} ?', 'Où est {} ?'], address)
HOURS = (['Hours', 'Opening hours', 'Open'], ['Heures d’ouverture', 'Horaire', 'Heures'], ['When is {} open?', 'What are the opening hours of {}?', 'What time does {} open?'],
         ['Quand {} est-il ouvert ?', 'Quelles sont les heures d’ouverture pour {} ?', 'À quelle heure ouvre {} ?'], opening)
MANAGER = (['Manager', 'Contact person', 'Director', 'Responsible'], ['Responsable', 'Personne-ressource', 'Directeur', 'Gestionnaire'], ['Who is the manager of {}?', 'Who is responsible for {}?', 'Who runs {}?', 'Who do I talk to about {}?'],
           ['Qui est responsable de {} ?', 'Qui dirige {} ?', 'À qui dois-je m’adresser pour {} ?', 'Qui s’occupe de {} ?'], person)
CAPACITY = (['Capacity', 'Seats', 'Number of places'], ['Capacité', 'Places', 'Nombre de places'], ['How many people can {} hold?', 'What is the capacity of {}?', 'How many places are there in {}?'],
            ['Combien de personnes {} peut-il accueillir ?', 'Quelle est la capacité pour {} ?', 'Combien y a-t-il de places pour {} ?'], count)
OPENED = (['Opened', 'Date', 'Start'], ['Ouverture', 'Date', 'Début'], ['When did {} start?', 'When was {} opened?', 'What is the date of {}?'], ['Quand {} a-t-il commencé ?', 'Quelle est la date pour {} ?', 'Depuis quand existe {} ?'], date)
DEADLINE = (['Deadline', 'Closing date', 'Due'], ['Date limite', 'Échéance'], ['What is the deadline for {}?', 'Until when can I apply for {}?', 'By when must I apply for {}?'], ['Quelle est la date limite pour {} ?', 'Jusqu’à quand peut-on s’inscrire pour {} ?', 'Avant quelle date faire la demande pour {} ?'], date)
AGE = (['Minimum age', 'Age'], ['Âge minimal', 'Âge'], ['How old do you have to be for {}?', 'What is the minimum age for {}?'], ['Quel âge faut-il avoir pour {} ?', 'À partir de quel âge peut-on obtenir {} ?'], age)
BUDGET = (['Budget', 'Amount'], ['Budget', 'Montant'], ['What is the budget of {}?', 'How much money was given to {}?'], ['Quel est le budget pour {} ?', 'Quel montant a été accordé pour {} ?'], lambda r: r.choice([(f'${n} million', f'{n} millions de dollars') for n in (2, 3, 4, 7, 12, 25, 40, 86)]))
SHARE = (['Share', 'Rate', 'Percentage'], ['Part', 'Taux', 'Pourcentage'], ['What share goes to {}?', 'What percentage is {}?', 'What is the rate for {}?'], ['Quelle part revient à {} ?', 'Quel est le pourcentage pour {} ?', 'Quel est le taux pour {} ?'], share)
LOAN = (['Loan period', 'Duration', 'Validity'], ['Durée du prêt', 'Durée', 'Validité'], ['How long is {} valid?', 'How long can I keep {}?', 'What is the duration of {}?'], ['Combien de temps {} est-il valide ?', 'Quelle est la durée pour {} ?', 'Combien de temps puis-je garder {} ?'], span)
COUNT = (['Number', 'Total', 'Requests received'], ['Nombre', 'Total', 'Demandes reçues'], ['How many are there for {}?', 'What is the total for {}?', 'How many requests were there for {}?'], ['Combien y en a-t-il pour {} ?', 'Quel est le total pour {} ?', 'Combien de demandes y a-t-il eu pour {} ?'], count)

DOCS = [('the birth certificate', 'le certificat de naissance', 'Birth certificate', 'Certificat de naissance'), ('the fishing licence', 'le permis de pêche', 'Fishing licence', 'Permis de pêche'),
        ('the parking permit', 'le permis de stationnement', 'Parking permit', 'Permis de stationnement'), ('the building permit', 'le permis de construction', 'Building permit', 'Permis de construction'),
        ('the marriage certificate', 'le certificat de mariage', 'Marriage certificate', 'Certificat de mariage'), ('the dog licence', 'la licence pour chien', 'Dog licence', 'Licence pour chien'),
        ('the library card', 'la carte de bibliothèque', 'Library card', 'Carte de bibliothèque'), ('the duplicate card', 'la carte de remplacement', 'Duplicate card', 'Carte de remplacement'),
        ('the fire permit', 'le permis de brûlage', 'Fire permit', 'Permis de brûlage'), ('the copy of a record', 'la copie d’un dossier', 'Copy of a record', 'Copie d’un dossier'),
        ('the day pass', 'le laissez-passer d’un jour', 'Day pass', 'Laissez-passer d’un jour'), ('the annual pass', 'le laissez-passer annuel', 'Annual pass', 'Laissez-passer annuel'),
        ('the moving truck', 'le camion de déménagement', 'Moving truck', 'Camion de déménagement'), ('the street vendor permit', 'le permis de vendeur ambulant', 'Street vendor permit', 'Permis de vendeur ambulant')]
EVENTS = [('the swimming course', 'le cours de natation', 'Swimming course', 'Cours de natation'), ('the pottery workshop', 'l’atelier de poterie', 'Pottery workshop', 'Atelier de poterie'), ('the summer camp', 'le camp d’été', 'Summer camp', 'Camp d’été'),
          ('the winter festival', 'la fête d’hiver', 'Winter festival', 'Fête d’hiver'), ('the council meeting', 'la séance du conseil', 'Council meeting', 'Séance du conseil'), ('the farmers’ market', 'le marché public', 'Farmers’ market', 'Marché public'),
          ('the compost collection', 'la collecte du compost', 'Compost collection', 'Collecte du compost'), ('the recycling collection', 'la collecte du recyclage', 'Recycling collection', 'Collecte du recyclage'),
          ('the first-aid training', 'la formation en premiers soins', 'First-aid training', 'Formation en premiers soins'), ('the book club', 'le club de lecture', 'Book club', 'Club de lecture')]
GRANTS = [('the youth grant', 'la subvention jeunesse', 'Youth grant', 'Subvention jeunesse'), ('the heritage fund', 'le fonds du patrimoine', 'Heritage fund', 'Fonds du patrimoine'), ('the tree program', 'le programme d’arbres', 'Tree program', 'Programme d’arbres'),
          ('the home repair program', 'le programme de rénovation', 'Home repair program', 'Programme de rénovation'), ('the start-up loan', 'le prêt de démarrage', 'Start-up loan', 'Prêt de démarrage'), ('the road fund', 'le fonds des routes', 'Road fund', 'Fonds des routes'),
          ('parental leave', 'le congé parental', 'Parental leave', 'Congé parental'), ('sick leave', 'le congé de maladie', 'Sick leave', 'Congé de maladie'), ('annual leave', 'le congé annuel', 'Annual leave', 'Congé annuel'),
          ('the training allowance', 'l’allocation de formation', 'Training allowance', 'Allocation de formation')]


def places(r):
    kinds = [('arena', 'aréna', 'Arena', 'Aréna', 'l’'), ('library', 'bibliothèque', 'Library', 'Bibliothèque', 'la '), ('pool', 'piscine', 'Pool', 'Piscine', 'la '), ('community centre', 'centre communautaire', 'Community Centre', 'Centre communautaire', 'le '),
             ('museum', 'musée', 'Museum', 'Musée', 'le '), ('service office', 'bureau de service', 'Service Office', 'Bureau de service', 'le '), ('campground', 'camping', 'Campground', 'Camping', 'le '), ('station', 'gare', 'Station', 'Gare', 'la ')]
    out = []
    same = r.choice(kinds) if r.random() < 0.6 else None
    for name in r.sample(NAMES, 6):
        en, fr, En, Fr, article = same or r.choice(kinds)
        out.append((f'the {name} {en}' if r.random() < 0.5 else f'{name} {En}', f'{article}{fr} {name}', f'{name} {En}', f'{Fr} {name}'))
    return out


SCHEMAS = [(lambda r: r.sample(DOCS, 6), ('Service', 'Service'), [FEE, DELAY, DEADLINE, LOAN, AGE, COUNT]), (places, ('Place', 'Lieu'), [HOURS, ADDRESS, PHONE, MANAGER, CAPACITY, OPENED, EMAIL, COUNT]),
           (lambda r: r.sample(EVENTS, 6), ('Activity', 'Activité'), [FEE, HOURS, DEADLINE, MANAGER, AGE, CAPACITY, PHONE]), (lambda r: r.sample(GRANTS, 6), ('Program', 'Programme'), [BUDGET, DEADLINE, SHARE, MANAGER, LOAN, COUNT, DELAY])]


def group(seed):
    """-> question, its language, language of the passage, passages [(title, sentences, gold sentence or -1, answer text or '')], answerable"""
    r = random.Random(seed)
    things, (kind_en, kind_fr), attributes = r.choice(SCHEMAS)
    things, attributes = things(r), r.sample(attributes, min(len(attributes), r.choice([2, 3, 3, 4])))
    lang, plang = r.choice('ef'), r.choice('ef')
    L, P = int(lang == 'f'), int(plang == 'f')
    shown, hidden = things[:r.randint(2, 5)], things[5]
    spare = [a for a in next(s[2] for s in SCHEMAS if attributes[0] in s[2]) if a not in attributes]
    labels = [r.choice(a[P]) for a in attributes]
    values = {(t, i): attributes[i][4](r) for t in range(len(shown)) for i in range(len(attributes))}
    target, which = r.randrange(len(shown)), r.randrange(len(attributes))
    style = r.choice(['rows', 'rows', 'rows', 'labels', 'items', 'prose'])
    head = (kind_en, kind_fr)[P]
    sentences, where = [], {}
    if r.random() < 0.3:
        sentences.append(r.choice([('The table below lists them.', 'Voici la liste.'), ('All amounts and times can change without notice.', 'Tout peut changer sans préavis.'), ('Please bring an identity card.', 'Veuillez apporter une pièce d’identité.')])[P])
    for t, thing in enumerate(shown):
        name = thing[2 + P]
        if style == 'rows':
            where[t] = len(sentences)
            sentences.append(' · '.join([f'{head}: {name}' if P == 0 else f'{head} : {name}'] + [f'{label}{" :" if P else ":"} {values[t, i][P]}' for i, label in enumerate(labels)]))
        elif style == 'labels':
            sentences.append(name)
            for i, label in enumerate(labels):
                where[t, i] = len(sentences)
                sentences.append(f'{label}{" :" if P else ":"} {values[t, i][P]}')
        elif style == 'items':
            where[t] = len(sentences)
            sentences.append(f'{name} – ' + ', '.join(f'{label.lower()} {values[t, i][P]}' for i, label in enumerate(labels)))
        else:
            for i, label in enumerate(labels):
                where[t, i] = len(sentences)
                sentences.append((f'For {thing[0]}, the {label.lower()} is {values[t, i][0]}.', f'Pour {thing[1]}, {label.lower()} : {values[t, i][1]}.')[P])
    title = r.choice([('Services and fees', 'Services et tarifs'), ('Practical information', 'Renseignements pratiques'), ('Guide', 'Guide'), ('Our programs', 'Nos programmes'), ('Directory', 'Répertoire')])[P]
    ask = lambda attribute, thing: r.choice(attribute[2 + L]).format(thing[L])
    chance = r.random()
    gold = where.get(target, where.get((target, which), -1))
    if chance < 0.2 and spare:
        question, answerable = ask(r.choice(spare), shown[target]), False
    elif chance < 0.35:
        question, answerable = ask(attributes[which], hidden), False
    else:
        question, answerable = ask(attributes[which], shown[target]), True
    first = (title, sentences, gold if answerable else -1, values[target, which][P] if answerable else '')
    # A second passage of the same kind, about other things.
    other_things = things[len(shown):5] or [hidden]
    others = []
    for thing in other_things:
        name = thing[2 + P]
        if thing is hidden and not answerable:
            continue
        others.append(' · '.join([f'{head}: {name}'] + [f'{label}{" :" if P else ":"} {attributes[i][4](r)[P]}' for i, label in enumerate(labels)]))
    passages = [first] + ([(title, others, -1, '')] if others else [])
    if r.random() < 0.3:
        question = question.rstrip(' ?').lower()
    return question, ('en', 'fr')[L], ('en', 'fr')[P], passages, answerable


if __name__ == '__main__':
    for n in range(6):
        print(*group(n), sep='\n  ')
