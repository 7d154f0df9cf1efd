"""Surnames that are frequent in German towns; written for this project.

Here: the words, and the endings that only surnames have. Not here: how they are used (person_names.py). Many of these
names are words or trades as well, so a surname alone is taken for one only where its column is about persons.
"""

SURNAMES = frozenset(
    """
    Mustermann Musterfrau Mustermensch Beispiel Abel Adam Adler Ahrens Albers Albert Albrecht Altmann Anders Appel
    Arndt Arnold Auer Bach Bachmann Bader Bahr Baier Bär Bartels Barth Bartsch Bauer Baumann Baumgartner Baumgärtner
    Baur Beck Becker Beckmann Beer Behrendt Behrens Bender Berg Berger Bergmann Bernhardt Berndt Bertram Beyer
    Binder Bischoff Blank Block Blum Bock Böhm Böhme Bohn Born Böttcher Brand Brandt Brandl Bräuer Braun Breuer
    Brinkmann Brückner Bruns Brunner Buchholz Buck Burger Burkhardt Busch Busse Bußmann Büttner Christ Conrad Cremer
    Dahl Dahlmann Daniel Decker Diehl Dietrich Dietz Dittmann Dittrich Döring Dörr Dreyer Ebel Ebert Eberle Eckert
    Eder Ehlers Ehrhardt Eichhorn Engel Engelhardt Engelmann Ernst Erdmann Esser Ewald Falk Feldmann Fiedler Fink
    Fischer Fleischer Förster Forster Frank Franke Franz Freitag Freund Frey Fricke Friedrich Friedrichs Fritsch
    Fritz Fröhlich Fuchs Fuhrmann Funk Gabriel Gärtner Gebhardt Geiger Geisler Geißler Gerber Gerlach Göbel Goldmann
    Götz Gottschalk Graf Greiner Grimm Groß Große Grote Gruber Günther Haag Haas Haase Hahn Hamann Hammer Hansen
    Harms Hartmann Hartung Hartwig Haupt Hauser Heck Heil Heim Hein Heine Heinemann Heinrich Heinz Heinze Held
    Heller Hempel Henke Henkel Hennig Henning Hensel Hentschel Herbst Hermann Herold Herrmann Herzog Heß Hess Hesse
    Heuer Heyer Hildebrandt Hildebrand Hiller Hinz Hirsch Hofer Hoffmann Hofmann Hohmann Holz Holzer Hoppe Horn
    Horstmann Huber Hübner Hummel Hüttner Ihde Jacob Jacobs Jäger Jahn Jakob Jansen Janssen Janßen Janzen Jensen
    John Jordan Jost Jung Jürgens Junge Jüngling Kahl Kaiser Karl Kaufmann Keil Keller Kellner Kern Kessler Keßler
    Kiefer Kirchner Kirsch Klaus Klein Klemm Klose Kling Klöckner Klotz Knapp Knoll Kolb Köhler Kohl Köhn König
    Konrad Kopp Körner Koch Kraft Krämer Kramer Kraus Krause Krauß Krebs Kremer Kretschmer Krieger Kröger Krug
    Krüger Kruse Kuhlmann Kuhn Kühn Kühne Kunz Kunze Kurz Küster Lang Lange Langer Lehmann Lemke Lenz Lindemann
    Linder Lindner Link Linke Lohmann Lohse Löffler Lorenz Lotz Löwe Ludwig Lüders Lutz Maas Mai Maier Mayer Mayr
    Marquardt Martens Martin Marx Mattes Matthes Maurer May Meier Meyer Meister Menzel Merkel Mertens Merz Metz
    Metzger Metzner Michel Michels Mohr Moll Möller Moritz Moser Mühlbauer Müller Münch Nagel Naumann Neubauer
    Neubert Neuhaus Neumann Nickel Niemann Niemeyer Noack Nolte Nowak Oertel Ott Otte Otto Pape Paul Pauls Peter
    Peters Petersen Petzold Pfeifer Pfeiffer Philipp Pietsch Pohl Popp Preuß Probst Raabe Rademacher Rapp Rau Rauch
    Reich Reichel Reichert Reichenbach Reimann Reimer Reimers Reinhardt Reinhold Reiter Renner Reuter Richter Riedel
    Rieger Ritter Röder Rohde Römer Rose Rosenthal Roth Rothe Rudolf Rudolph Ruf Runge Rupp Sander Sauer Sauter
    Schade Schäfer Schaller Scharf Schatz Scheffler Schenk Scherer Scherf Schiller Schilling Schindler Schlegel
    Schlosser Schlüter Schmid Schmidt Schmitt Schmitz Schneider Scholl Scholz Schön Schott Schrader Schramm
    Schreiber Schreiner Schröder Schröter Schroeder Schubert Schuler Schüler Schulte Schultz Schultze Schulz Schulze
    Schumacher Schumann Schuster Schütte Schütz Schwab Schwarz Seidel Seidl Seifert Seiler Seitz Siebert Siegel
    Sievers Simon Singer Sommer Sonntag Specht Springer Stadler Stahl Stark Stein Steinbach Steiner Steinert
    Steinmetz Stephan Stiller Stock Stoll Stolz Straub Strauß Strobel Ströbel Sturm Stumpf Tauber Thiel Thiele
    Thomas Thomsen Thoma Tiedemann Timm Trapp Ullrich Ulrich Ulbrich Unger Urban Vetter Vogel Vogt Voigt Volk Völker
    Volkmann Vollmer Voß Voss Wagner Wahl Walter Walther Weber Wegener Wegner Weidner Weigel Weinert Weis Weise Weiß
    Weiss Wendt Wenzel Werner Wessel Westphal Wetzel Wiedemann Wieland Wiese Wilhelm Wilke Will Wimmer Winkler
    Winter Wirth Witt Witte Wittmann Wolf Wolff Wolter Wolters Wulf Wulff Zander Zeller Ziegler Zimmer Zimmermann
    Zink Zipfel

    Acar Akgün Akın Aksoy Aktaş Aktas Altun Arslan Aslan Avcı Avci Aydın Aydin Aydoğan Aygün Balcı Bayram Bilgin
    Bozkurt Bulut Çakır Cakir Cakmak Çelik Celik Çetin Cetin Çiçek Coşkun Dağ Demir Demirci Demirel Deniz Doğan
    Dogan Duman Ekinci Erdem Erdoğan Erdogan Ergün Erol Eroğlu Genç Güler Gül Gündoğdu Güneş Günes Gürbüz Kaplan
    Kara Karaca Karakaya Karataş Kaya Keskin Kılıç Kilic Kılınç Koç Koc Korkmaz Köse Kurt Kurtulmuş Öz Özcan Özdemir
    Özer Özkan Öztürk Ozturk Polat Şahin Sahin Sarı Şen Şimşek Simsek Sönmez Taş Tas Tekin Toprak Tosun Tuncer
    Turan Türk Türkmen Uçar Ünal Uysal Uzun Yalçın Yalcin Yavuz Yıldırım Yildirim Yıldız Yildiz Yılmaz Yilmaz Yüksel
    Zengin

    Adamski Bąk Baran Czarnecki Dąbrowski Duda Dudek Górski Grabowski Jankowski Jaworski Kaczmarek Kamiński
    Kozłowski Kowalski Kowalska Kowalczyk Krawczyk Krol Król Kubiak Kwiatkowski Lewandowski Majewski Mazur Michalski
    Nowakowski Olszewski Pawlak Pawłowski Piotrowski Sikora Stępień Szczepański Szewczyk Szymański Walczak Wieczorek
    Wiśniewski Witkowski Wójcik Wojcik Woźniak Wozniak Wróbel Zając Zalewski Zawadzki Zieliński Fjodorow Iwanow
    Iwanowa Ivanov Ivanova Kusnezow Kuznetsov Lebedew Michailow Morosow Nowikow Orlow Pawlow Petrov Petrova Petrow
    Petrowa Popov Popow Romanow Semjonow Sidorow Smirnow Smirnov Sokolow Sokolov Volkov Wolkow Wassiljew Bondarenko
    Kowalenko Kravchenko Melnyk Schewtschenko Shevchenko Tkachenko Babić Horvat Horvath Jovanović Jovanovic
    Kovačević Kovač Marković Markovic Nikolić Nikolic Novak Novák Pavlović Petrović Petrovic Popović Popovic
    Stojanović Dvořák Svoboda Nagy Szabó Szabo Kovács Tóth Popescu Ionescu Dumitru Stan Moldovan Abbas Abdallah Abdi
    Ahmadi Al-Masri Alami Amiri Aziz Benali Chaudhry Diallo El-Amin Farah Ghasemi Haddad Haidari Hamdan Hashemi
    Hosseini Issa Karimi Kassem Khalil Khan Khoury Mansour Mohammadi Mousa Nasser Noori Osman Qureshi Rahimi Rahmani
    Rezai Saleh Salman Sarr Sharifi Tahiri Traoré Yusufi Zaki Nguyen Tran Pham Hoang Phan Vu Dang Bui
    Ngo Duong Wang Zhang Chen Liu Yang Huang Zhao Wu Zhou Kim Lee Tanaka Suzuki Singh Kumar Patel Sharma
    Gupta Bianchi Colombo Conti Costa De-Luca Esposito Ferrari Gallo Greco Lombardi Mancini Marino Moretti Ricci
    Rizzo Romano Rossi Russo Santoro Alves Carvalho Fernandes Ferreira Gomes Martins Oliveira Pereira Rodrigues
    Santos Silva Sousa Álvarez Fernández Fernandez García Garcia Gómez González Gonzalez Hernández López Lopez
    Martínez Martinez Pérez Perez Rodríguez Ruiz Sánchez Sanchez Torres Dimitriou Georgiou Ioannidis Nikolaidis
    Papadopoulos Papadopoulou Pappas Bernard Dubois Dupont Durand Lambert Laurent Lefebvre Leroy Moreau Rousseau
    Andersen Christensen Eriksson Johansson Karlsson Larsen Larsson Lindberg Nielsen Nilsson Olsen Olsson Pedersen
    Rasmussen Svensson Sørensen Bakker Dijkstra Smit Visser Anderson Brown Clark Davies Davis Evans Green Hall
    Harris Hill Jackson Johnson Jones King Lewis Miller Moore Morgan Roberts Robinson Scott Smith Taylor Thompson
    Turner Walker White Williams Wilson Wright Young
    """.split()
)
# Endings by which a word of one part is a surname even where the list does not have it.
_ENDINGS = (
    "meier", "meyer", "maier", "mayer", "ński", "nski", "wski", "czyk", "wicz", "witsch", "oğlu", "oglu", "ović",
    "ovic", "ević", "evic", "enko", "schmidt", "schmied", "poulos", "idis", "mann",
)  # fmt: skip
_SHORTEST_BEGINNING = 3  # letters before the ending: a shorter word, such as the abbreviation Klenko, is no surname


def has_surname_ending(word: str) -> bool:
    """Whether a word ends as only surnames do, behind a beginning that is long enough."""
    text = word.lower()
    return any(text.endswith(ending) and len(text) >= len(ending) + _SHORTEST_BEGINNING for ending in _ENDINGS)
