"""First names that people in German towns have, in every spelling that forms and lists use; written for this project.

Here: the words. Not here: how they are used (person_names.py). A name that is also a word, a month or a place stands
in WORDS_TOO: alone it says nothing, and only together with a known surname is it taken for a name.
"""

FIRST_NAMES = frozenset(
    """
    Achim Adalbert Adelheid Adolf Adrian Adriana Agathe Agnes Albert Alberta Albrecht Alena Alex Alexa Alexander
    Alexandra Alexandre Alexej Alfons Alfred Alice Alicia Alina Aline Alma Alois Aloys Alwin Amalia Amalie Amelie
    Amira Ana Anastasia Andrea Andreas Andree Andrej Andrew Andrzej Angela Angelika Angelina Anika Anita Anja Anke
    Ann Anna Annabell Annalena Anne Annedore Annegret Anneke Annelie Anneliese Annelore Annemarie Annett Annette
    Annika Anny Anselm Antje Anton Antonia Antonio Ariane Arno Arnold Arnulf Artur Arthur Astrid Athina Axel Barbara
    Bastian Beata Beate Beatrice Beatrix Benedikt Benjamin Benno Bernadette Bernard Bernd Bernhard Bernhardine Bert
    Bertha Berthold Bertold Bettina Bianca Bianka Birger Birgit Birgitta Birte Björn Bodo Bogdan Boris Brigitte
    Britt Britta Bruno Burkhard Burkhardt Carina Carl Carla Carlo Carlos Carmen Carola Carolin Carolina Caroline
    Carsten Catharina Catrin Cäcilia Cäcilie Cecilia Celina Charlotte Chiara Chris Christa Christel Christian
    Christiana Christiane Christin Christina Christine Christof Christoph Christopher Clara Claudia Claudius Claus
    Clemens Conrad Constantin Constanze Cordula Corinna Cornelia Cornelius Dagmar Damian Daniel Daniela Danuta David
    Deborah Denis Denise Dennis Detlef Detlev Dieter Dietger Dietlinde Dietmar Dietrich Dimitri Dirk Dmitri Dmitrij
    Dominic Dominik Dominika Doreen Doris Dorit Dorothea Dorothee Eberhard Eckard Eckart Eckhard Eckhart Edda
    Edeltraud Edgar Edith Eduard Edward Egon Ehrenfried Eike Ekkehard Elena Eleonore Elfriede Elias Elisa Elisabeth
    Elise Elke Ella Ellen Elli Elmar Elsa Elsbeth Else Elvira Emanuel Emil Emilia Emilie Emily Emma Emmanuel Enno
    Enrico Eric Erich Erik Erhard Erna Ernestine Erwin Esther Eugen Eugenie Eva Evelin Eveline Evelyn Evi Ewald Ewa
    Fabian Fabio Fabienne Felicitas Felix Ferdinand Finn Fiona Florian Franz Franziska Franka Frauke Frederic
    Frederik Frederike Fred Frida Frieda Friederike Friedhelm Friedrich Friedemann Frieder Friedbert Fritz Gabi
    Gabriel Gabriela Gabriele Georg Georgia Georgios Gerald Gerda Gerd Gerhard Gerlinde Gero Gerold Gert Gertraud
    Gertrud Gertrude Giovanni Gisbert Gisela Giuseppe Gottfried Götz Grazyna Greta Gregor Grete Gritt Gudrun Guido
    Gunda Gundula Gunnar Gunter Gunther Günter Günther Gustav Guntram Hanna Hannah Hannelore Hannes Hanno Hans
    Hansjörg Harald Hardy Harri Harry Hartmut Hartwig Hedwig Heike Heiko Heiner Heinrich Heinz Helene Helena Helga
    Hella Helmut Helmuth Hendrik Henning Henri Henriette Henrik Henry Herbert Heribert Hermann Hermine Herta Hertha
    Hilda Hilde Hildegard Hilmar Hiltrud Hinrich Holger Horst Hubert Hubertus Hugo Ida Ignaz Ilka Ilona Ilse
    Immanuel Imke Ina Ines Inga Inge Ingeborg Ingo Ingolf Ingrid Inka Irene Irena Irina Irma Irmgard Irmtraud Isa
    Isabel Isabell Isabella Isabelle Isolde Ivan Ivana Ivo Iwan Jacek Jacob Jacqueline Jakob Jana Janina Janine
    Janis Jannik Janusz Jasper Jean Jeanette Jeanine Jelena Jennifer Jenny Jens Jeremias Jessica Jette Joachim Joana
    Jochen Johann Johanna Johannes Johan John Jolanta Jonas Jonathan Jonna Jörg Jörn Josef Josefa Josefine Joseph
    Josephine Joshua Josua Juan Judith Julia Julian Juliana Juliane Julien Julius Jürgen Jutta Kaja Karen Karin
    Karina Karl Karla Karola Karolin Karolina Karoline Karsten Kaspar Kasimir Katarina Katarzyna Kathrin Katharina
    Käthe
    Kathleen Kathy Katinka Katja Katrin Kay Kerstin Kevin Kilian Kirsten Kjell Klara Klaudia Klaus Klemens Knut
    Konrad Konstantin Konstanze Kordula Kornelia Korbinian Krzysztof Kristian Kristin Kristina Kurt Lara Larissa
    Lars Lasse Laura Laurenz Lena Lene Leni Lennart Leon Leonard Leonhard Leonie Leonore Leopold Lidia Lieselotte
    Lili Lilli Lilly Lina Linda Linus Lisa Lisbeth Liselotte Livia Lorenz Lothar Lotte Louis Louisa Louise Luca
    Lucas Lucia Lucie Ludger Ludmila Ludwig Luigi Luis Luisa Luise Luka Lukas Lutz Lydia Łukasz Madeleine Magda
    Magdalena Magnus Maja Małgorzata Malgorzata Maike Maik Malte Manfred Manja Manon Manuel Manuela Marc Marcel
    Marcin Marco Marcus Marek Maren Margareta Margarete Margarethe Margit Margot Margret Margrit Maria Marian
    Marianne Mariola Mario Marion Marie Marika Markus Marlene Marlies Marlis Marlon Marta Martha Martin Martina
    Marvin Mareike Mareile Mareen Matthäus Mathias Mathilda Mathilde Mats Matteo Matthias Maurice Mauro Max Maxi
    Maximilian Mechthild Meike Meinhard Meinolf Melanie Melina Melissa Merle Meta Mia Micha Michael Michaela Michail
    Michał Michel Michèle Michelle Mike Mila Milan Milena Mirjam Miriam Mirko Miroslav Mona Monica Monika Monique
    Moritz Nadine Nadja Nancy Natalia Natalie Natascha Nele Nelli Nicola Nicolas Nicolaus Nicole Niels Nikita Niklas
    Nikola Nikolai Nikolaj Nikolaus Nils Nina Noah Noel Nora Norbert Norman Odette Olaf Ole Oleg Olga Oliver Olivia
    Orhan Ortrud Oskar Oscar Oswald Otmar Ottmar Otto Pascal Patricia Patricio Patrick Patrizia Paul Paula Pauline
    Pavel Paweł Pedro Peggy Peter Petra Philip Philipp Philippe Pierre Pia Pilar Piotr Rabea Rafael Raffael Raimund
    Rainer Ralf Ralph Ramona Raphael Rahel Raphaela Rebecca Rebekka Regina Regine Reiner Reinhard Reinhold Renate
    Renata René Rene Ricarda Ricardo Richard Rita Robert Roberta Roberto Robin Roderich Roger Roland Rolf Romana
    Romy Ron Ronald Ronja Ronny Rosalie Rosemarie Roswitha Rouven Rudi Rudolf Ruben Rüdiger Rupert Ruprecht Ruth
    Sabina Sabine Sabrina Sally Salvatore Samuel Sandra Sandy Sara Sarah Sascha Saskia Sebastian Selina Sepp Serge
    Sergej Sergio Severin Siegbert Siegfried Siegmund Siegrid Siegrun Sieglinde Sigrid Sigrun Sigmund Silja Silke
    Silvana Silvia Simon Simona Simone Sina Sofia Sofie Solveig Sonja Sönke Sophia Sophie Stanisław Stefan Stefanie
    Steffen Steffi Stella Stephan Stephanie Susan Susana Susann Susanna Susanne Suse Sven Svenja Svetlana Swen
    Swetlana Sybille Sylke Sylvia Sylvie Tabea Tamara Tanja Tatjana Tessa Thea Thekla Theodor Theresa Therese
    Theresia Theo Thilo Thomas Thorben Thore Thorsten Tibor Till Tilman Tilmann Tilo Tim Timo Timon Timm Tina Tobias
    Tom Tomas Tomasz Toni Torben Torge Torsten Traudel Traute Tristan Udo Ulf Ulla Ulli Ulrich Ulrike Ulrika Urs
    Ursel Ursula Urte Ute Uta Uwe Valentin Valentina Valerie Vanessa Vera Verena Veronika Veronica Victor Victoria
    Viktor Viktoria Vincent Vinzenz Vitali Volker Volkmar Waldemar Walburga Walter Walther Waltraud Waltraut Wanda
    Wenzel Werner Wibke Wiebke Wieland Wilfried Wilhelm Wilhelmine Willi Willibald Willy Wilma Winfried Witold
    Wolfgang Wolfram Wladimir Wojciech Xaver Yann Yannick Yvette Yvonne Zbigniew Zdenka Zofia Jörgen Jorg Joerg
    Juergen Guenter Guenther Bjoern Soeren Sören Soenke Ruediger Goetz Zacharias Wendelin Notburga

    Ada Abdul Abdullah Abdulrahman Adem Adnan Ahmad Ahmed Ahmet Aida Aisha Alaa Ali Aliye Alper Alperen Amal Amin
    Amina Amir Anas Arda Arif Arzu Asiye Asli Aslı Asuman Atakan Attila Aydan Ayhan Aykut Ayla Aylin Aynur Aysel
    Aysegül Ayşegül Aysun Ayse Ayşe Aysenur Aziz Azra Bahar Barış Baris Başak Bayram Bekir Belgin Belma Berat Beren
    Berfin Berkan Berkay Beyza Bilal Bilge Birol Buket Bülent Burak Burcu Burhan Büsra Büşra Canan Cansu Celal Cem
    Cemal Cemile Cengiz Cennet Çağla Çiğdem Cigdem Damla Davut Defne Demet Derya Dilek Dilara Dursun Ebru Ece Efe
    Ekrem Elif Elanur Emel Emin Emine Emre Enes Engin Enver Eray Ercan Erdal Erdem Erdogan Erdoğan Eren Erhan Erkan
    Erol Ersin Ertan Esma Esra Eylem Eyüp Fadime Fahri Farid Faruk Fatih Fatima Fatma Fatme Ferhat Ferit Feride
    Feyza Figen Filiz Firat Fırat Fuat Funda Galip Gamze Gizem Gökhan Gökçe Gönül Gül Gülay Gülcan Gülistan Gülsen
    Gülşen Gülten Gürkan Habib Hakan Hale Halil Halima Halime Hamid Hamza Handan Hani Harun Hasan Hassan Hatice
    Hayriye Hediye Hikmet Hilal Hüseyin Hussein Hülya Ibrahim İbrahim Idris Ilhan İlhan Ilker İlker Inci Irfan
    Ismail İsmail Ismet Jamal Jamila Kadir Kamil Kazim Kemal Kenan Kerem Kerim Khaled Khalid Koray Kübra Laila
    Latife Layla Leila Leyla Lütfi Mahir Mahmoud Mahmud Mahmut Malik Mariam Marwan Mehdi Mehmet Mehtap Melek Melike
    Meltem Merve Meryem Mesut Metin Mina Mohamad Mohamed Mohammad Mohammed Muhammad Muhammed Muhammet Murat Musa
    Mustafa Muzaffer Nabil Nadia Nadir Najib Nazan Nazli Nermin Nesrin Nevin Nezahat Nihal Nihat Nilgün Nilüfer Noor
    Nour Nurcan Nuray Nurgül Nuri Nurten Oğuz Okan Oktay Omar Onur Osama Osman Özcan Özgür Özge Özlem Ömer Ömür
    Pelin Pinar Pınar Rabia Rahime Rahim Ramadan Ramazan Rana Rania Rashid Reza Recep Remzi Rıza Said Salih Saliha
    Salim Salma Samir Samira Sami Savaş Seda Sedat Selami Selçuk Selda Selim Selin Selma Semra Serap Serdar Serhat
    Serkan Servet Sevda Sevgi Sevil Sevim Sevinç Seyfettin Sezer Sezgin Sibel Sinan Songül Soraya Suheila Süleyman
    Suleiman Sultan Şahin Şebnem Şenay Şerife Şükrü Tamer Taner Tarek Tarik Tayfun Tekin Tolga Tuba Tugba Tuğba
    Tülay Tuncay Turgut Ufuk Uğur Ugur Ümit Umut Ünal Vedat Veli Volkan Yakup Yasin Yasemin Yasmin Yasmina Yavuz
    Yeliz Yıldız Yusuf Youssef Yousef Yunus Zafer Zahra Zainab Zehra Zekeriya Zekiye Zeki Zeliha Zeynep Zübeyde
    Zuhal Zülfiye

    Aleksander Aleksandra Aleksandar Aleksandr Aleksej Aleksey Aleksandrs Alicja Aneta Anatoli Anatolij Anatoly
    Andrei Andrii Andriy Antoni Arkadiusz Bartosz Bartłomiej Bogumil Boguslaw Bogusław Bożena Bozena Branko Czesław
    Dariusz Darko Darya Daria Dawid Dejan Dorota Dragan Dragana Edyta Ekaterina Elżbieta Elzbieta Emina Evgenij
    Evgeny Filip Franciszek Galina Gennadi Goran Grażyna Grzegorz Halina Hanka Henryk Igor Ilija Ilja Iryna Ivica
    Iwona Jadwiga Jagoda Jakub Jaroslav Jarosław Jaroslaw Jerzy Jevgenij Jiří Joanna Josip Jovan Jovana Justyna
    Jurij Kamila Kazimierz Kinga Ksenia Larysa Lech Lenka Leszek Ljubica Ljudmila Luba Lubomir Lyudmila Maciej
    Maksim Maksym Mariusz Marija Marzena Mateusz Mieczysław Mihai Mikhail Miłosz Milica Miloš Mirosław Mladen Mykola
    Nadezhda Nadeschda Natalija Nataliya Nenad Oksana Oleh Oleksandr Oleksij Ołena Olena Paulina Petar Petro Predrag
    Radek Radosław Rafał Roksana Ruslan Ryszard Sanja Sergei Sergey Serhii Slavko Sławomir Slobodan Snežana Snezana
    Stanislav Stanislaw Stjepan Swjatlana Sylwia Szymon Tadeusz Tamás Taras Teresa Tetiana Tetyana Tihomir Tomislav
    Urszula Vadim Valeri Valerij Vasil Vasile Vasily Vesna Viktorija Vitalij Vlad Vladimir Volodymyr Wiesław Wiktor
    Wiktoria Wioletta Witalij Władysław Yaroslav Yevgeniy Yulia Yuliya Yuri Yurii Zlatko Zoran Zuzana Zygmunt Żaneta
    Ioana Ion Ionel Ionut Gheorghe Mihaela Cristian Cristina Dan Florin Radu Raluca Andreea Gábor Gabor István
    Istvan Janos János László Laszlo Zsolt Zsuzsa

    Alessandro Alessandra Alessia Andrés Angelo Antonella Beatriz Carmela Catarina Concetta Diego Domenico Eduardo
    Fernanda Fernando Filippo Francesca Francesco Francisco François Françoise Gianluca Gianni Giorgio Giulia Giulio
    Giuliana Gonzalo Guillermo Javier João Joao Jorge José Jose Josefina Lorenzo Lucía Luciano Manolo Marcela
    Mariano Massimo Miguel Nicolo Paolo Paola Pablo Pasquale Rafaela Raul Riccardo Rocco Rosaria Rui Silvio Stefania
    Stefano Tiago Valeria Vincenzo Vito Xavier Aikaterini Christos Dimitra Dimitrios Eleni Evangelos Ioannis Kostas
    Konstantinos Nikolaos Panagiotis Stavros Vasiliki Anders Bengt Birgitte Gunilla Ingmar Jesper Kirsti Lise Mette
    Mikkel Morten Rasmus Sigurd Søren Trine Bart Dirkje Gijs Joost Kees Maarten Marieke Pieter Sander Willem Wouter
    Brian Charles Colin Donna Frances Gareth George Graham Ian James Jason Jeffrey Joan Kenneth Margaret Mary Nigel
    Pamela Rachel Ryan Scott Sean Shirley Stephen Steven Stuart Timothy Tracy William Anh Binh Chinh Dung Duc Hoa
    Hoang Hung Huong Linh Minh Nga Ngoc Nguyen Phuong Quang Thanh Thao Thi Thuy Tran Trang Trung Tuan Van Aarav Amit
    Anil Anjali Arjun Deepak Divya Indira Kavita Kumar Lakshmi Neha Pooja Priya Rahul Rajesh Ravi Sanjay Sunita
    Vijay Kwame Kofi Ama Abena Amadou Aminata Fatou Ibrahima Mamadou Moussa Ousmane Oumar Samba Abebe Almaz Haile
    Selam Tesfaye Yonas Berhane Merhawi Chidi Emeka Ngozi Olusegun Akira Hiroshi Haruki Keiko Kenji Yuki Wei Ming
    Xiaoming Jing Farhad Farzaneh Ferdows Ghulam Habibullah Hamed Homa Jalal Kamran Karim Mahsa Maryam Masoud
    Mehrdad Mojtaba Morteza Nasrin Navid Parisa Parviz Parwin Rashida Roya Saeed Shirin Sohrab Zahid Rojda Rojin
    Azad Dilan Dilovan Jiyan Sirwan Zana
    Agnieszka Pawel Michal Lukasz Switlana Svitlana Wolodymyr Serhij Branka Slavica Rami
    """.split()
)
WORDS_TOO = frozenset(
    """
    Ada Alma Ama Amal August Aurora Bahar Ben Berat Cherry Dan Dilek Dora Dung Ece Eden Efe Elan Elsa Erika Ernst
    Falk Frank Grit Hanse Heide Hilal Hoa Ina Ion Iris Isa Jan Jasmine Jean Jim Jing June Kai Kim Lavendel Linde
    Lotte Mai Marina Mark May Melisse Merlin Meta Mila Ming Nga Nova Paris Raven Ray Roman Rosa Rose Samba Sander
    Savaş Sky Sommer Sultan Thi Till Ufuk Umut Van Veit Viola Violetta Wei Will Wolf
    """.split()
)
