"""Small booklets in other scripts, with prose of our own: what is in them is what the tests look for on their pages."""

from __future__ import annotations

from tests.conftest import Project

ARABIC = {
    "01-intro.md": """# قبل القراءة

كتب يوسف الراوي هذه الرواية سنة 1984 في بيت صغير على طرف الوادي، ثم نُشرت بعد ذلك بعامين (1986) في ثلاث طبعات. يقول
الكاتب إنّ *الذاكرة* هي البطل الحقيقي في الحكاية، وإنّ **الناس** لا يعودون إلى المكان نفسه مرتين. قرأ الراوي كثيراً من
الأدب الإنجليزي، ومنه [*Never Let Me Go* by Kazuo Ishiguro (2005)]{lang=en} وكتب عنه مقالاً قصيراً.[^n]

[^n]: نُشر المقال في مجلة «الورّاق»، العدد 17، وفيه يقول: «لا شيء يضيع حقاً».

تدور الأحداث في اثني عشر فصلاً. تبدأ الحكاية حين تعود ليلى إلى بيت جدّها بعد غياب طويل، فتجد في الخزانة دفتراً قديماً،
وعلى غلافه كلمة واحدة: «انتظر». ومن هنا تنفتح الأبواب كلّها: من كتب الدفتر؟ ولمن؟ ولماذا تُرك هنا كلّ هذه السنين؟ لا تجيب
الرواية عن كلّ شيء دفعة واحدة، بل تترك للقارئ أن يجمع الخيوط واحداً بعد الآخر.

## ما تحتاج إليه

- قلم رصاص ودفتر صغير
- نسخة من الكتاب (طبعة 1990 أو ما بعدها)

1. اقرأ العنوان، وقل ما الذي تتوقعه.
2. انظر إلى الغلاف: ماذا ترى؟

> البيت الذي نخرج منه يخرج منّا أيضاً، لكنّه يأخذ وقتاً أطول.

::: aside {title="عن الكاتب"}
وُلد يوسف الراوي سنة 1950، وعمل معلماً ثلاثين سنة.
:::

| الفصل | المكان | الصفحات |
|:------|:-----:|--:|
| 1 | البيت | 20 |
| 2 | الوادي | 44 |

::: {lang=en}
This passage is in English (and stays so): it runs from left to right, as it should.

- one thing
:::
""",
    "02-people.md": """---
kind: characters
---

# الشخصيات

## ليلى {#layla role="الراوية" first-seen=1 relations="salim:أخت, jadd:حفيدة"}

تعود إلى البيت بعد عشرين سنة، وفي حقيبتها مفتاح واحد.

## سليم {#salim role="أخو ليلى" first-seen=2}

بقي في القرية ولم يغادرها قط.

## الجد {#jadd role="صاحب الدفتر" first-seen=1}

لا نراه إلا في ما كتبه: صفحات قليلة بخط صغير.
""",
    "03-quotes.md": """---
kind: quotations
---

# أقوال من الكتاب

> انتظر، فالوادي يعرف الطريق.
> — الجد، الفصل 3، ص. 47
""",
    "04-questions.md": """---
kind: questions
---

# أسئلة للنقاش

1. لماذا عادت ليلى إلى البيت؟ {level=recall chapter=1 page=5 lines=3}

   ::: answer
   لأنها ورثت المفتاح، ولأنها أرادت أن تعرف ما في الدفتر.
   :::

2. ماذا يعني أن «الوادي يعرف الطريق»؟ {level=infer lines=3}

   ::: hint
   ارجع إلى الفصل الثالث.
   :::

   ::: answer
   المكان يحفظ ما ينساه الناس.
   :::
""",
    "05-quiz.md": """---
kind: quiz
---

# اختبار قصير

1. أين وجدت ليلى الدفتر؟ {points=2}

   - [ ] في المدينة
   - [x] في الخزانة
   - [ ] عند سليم

2. اكتب الكلمة الناقصة: على الغلاف كلمة [انتظر]{.blank} وحدها.

3. صل بين الشخص وما يفعله: {type=match}

   | الشخص | ما يفعله |
   |---|---|
   | ليلى | تعود إلى البيت |
   | سليم | يبقى في القرية |
   | الجد | يكتب الدفتر |
""",
    "06-words.md": """---
kind: vocabulary
---

# كلمات

الوادي {page=21}
: أرض منخفضة بين جبلين.

الدفتر {page=9}
: أوراق مجموعة للكتابة.
""",
    "07-time.md": """---
kind: timeline
---

# متى حدث ذلك

1950 {track=history}
: وُلد الكاتب.

1984 {track=story}
: تعود ليلى إلى البيت.
""",
}
HEBREW = {
    "01-intro.md": """# לפני הקריאה

הסופרת כתבה את הרומן בשנת 1984 בבית קטן בקצה העמק, והוא ראה אור שנתיים אחר כך (1986). היא אומרת כי *הזיכרון* הוא הגיבור
האמיתי, וכי **איש** אינו שב פעמיים אל אותו מקום. היא קראה הרבה ספרות זרה, ובה [*Never Let Me Go* by Kazuo Ishiguro]{lang=en},
וכתבה עליה מאמר.[^n]

[^n]: המאמר נדפס בכתב עת, גיליון 17.

לילה חוזרת אל בית סבה אחרי היעדרות ארוכה, ומוצאת בארון מחברת ישנה. על הכריכה כתובה מילה אחת בלבד: "חכי". מכאן נפתחות כל הדלתות:
מי כתב את המחברת? בשביל מי? ולמה הושארה כאן כל השנים? בְּרֵאשִׁית הַסֵּפֶר אֵין תְּשׁוּבוֹת.

- עיפרון ומחברת
- עותק של הספר (מהדורת 1990)
""",
    "02-questions.md": """---
kind: questions
---

# שאלות לדיון

1. מדוע חזרה לילה אל הבית? {level=recall chapter=1 page=5 lines=3}

   ::: answer
   כי ירשה את המפתח.
   :::
""",
}
JAPANESE = {
    "01-intro.md": """# 読む前に

この物語は一九八四年に、谷のはずれの小さな家で書かれました。作者は『物語の主人公は*記憶*である』と語り、**人は同じ場所に二度は帰れない**とも言っています。外国の小説もよく読み、とくに
*Never Let Me Go*（Kazuo Ishiguro、2005年）について短い文章を残しました。[^n]

[^n]: 文章は雑誌『谷』の17号に載りました。「何ひとつ、本当に失われることはない」と結ばれています。

主人公の礼良は、長い留守のあとで祖父の家へ戻ってきます。戸棚の奥から古い帳面が見つかり、その表紙には、ただ一語「待て」とだけ書かれていました。だれが書いたのでしょうか。だれのために、そしてなぜ、こんなに長いあいだここに置かれていたのでしょうか。物語はすぐには答えません。読む人が、散らばった糸を一本ずつ集めていくのを、静かに待っています。ゆっくり、ゆっくりと読みすすめてください。

## 用意するもの

- 鉛筆と小さなノート
- 本（1990年版よりあとのもの）
""",
    "02-questions.md": """---
kind: questions
---

# 話し合いの問い

1. 礼良はなぜ家に戻ったのでしょうか。 {level=recall chapter=1 page=5 lines=3}

   ::: answer
   鍵を受け継ぎ、帳面の中身を知りたかったからです。
   :::
""",
    "03-words.md": """---
kind: vocabulary
---

# ことば

帳面
: 紙をとじて、字を書くためのもの。

谷
: 山と山のあいだの低い土地。
""",
}
SIMPLIFIED = {
    "01-intro.md": """# 阅读之前

这部小说写于一九八四年，作者当时住在山谷边上的一座小屋里。他说，故事真正的主人公是*记忆*，**谁也不能两次回到同一个地方**。他读过许多外国小说，尤其喜爱
*Never Let Me Go*（石黑一雄，2005年），还为它写过一篇短文。[^n]

[^n]: 短文登在杂志《山谷》第17期上，末尾写道：“没有什么会真正失去。”

莱拉离家多年，终于回到祖父的老屋。她在柜子里找到一本旧册子，封面上只有一个字：“等”。是谁写下的？写给谁？为什么留在这里这么多年？小说没有一下子给出所有的答案，而是让读者自己把线索一根一根地收拢起来。骨、直、曜、门，这些字要用简体的字形。

- 铅笔和小本子
- 这本书（1990年以后的版本）
""",
}
TRADITIONAL = {
    "01-intro.md": """# 閱讀之前

這部小說寫於一九八四年，作者當時住在山谷邊上的一座小屋裡。他說，故事真正的主人公是*記憶*，**誰也不能兩次回到同一個地方**。[^n]

[^n]: 短文登在雜誌《山谷》第17期上，末尾寫道：「沒有什麼會真正失去。」

萊拉離家多年，終於回到祖父的老屋。她在櫃子裡找到一本舊冊子，封面上只有一個字：「等」。是誰寫下的？寫給誰？為什麼留在這裡這麼多年？骨、直、曜、門，這些字要用繁體的字形。
""",
}
KOREAN = {
    "01-intro.md": """# 읽기 전에

이 소설은 1984년에 골짜기 끝의 작은 집에서 쓰였다. 작가는 이야기의 참된 주인공이 *기억*이라고 말하며, **누구도 같은 곳으로 두 번 돌아갈 수 없다**고 덧붙인다. 그는 외국
소설도 많이 읽었는데, 그 가운데 *Never Let Me Go* (Kazuo Ishiguro, 2005)를 두고 짧은 글을 남겼다.[^n]

[^n]: 그 글은 잡지 《골짜기》 17호에 실렸다.

라라는 오랫동안 떠나 있던 할아버지의 집으로 돌아온다. 벽장에서 낡은 공책이 나오는데, 표지에는 한마디만 적혀 있다. “기다려라.” 누가 썼을까? 누구를 위해, 그리고 왜 이렇게 오래 여기에 두었을까? 이야기는 서둘러 대답하지 않고, 읽는 이가 흩어진 실마리를 하나씩 모으기를 기다린다.

- 연필과 작은 공책
- 책 (1990년판 이후)
""",
}
MIXED = {
    "01-words.md": """# One word in many scripts

The word for *memory* is [ذاكرة]{lang=ar} in Arabic, [זיכרון]{lang=he} in Hebrew, [記憶]{lang=ja} in Japanese and μνήμη in
Greek; the same signs are set as [记忆]{lang=zh-Hans} in Beijing and as [記憶]{lang=zh-Hant} in Taipei, [기억]{lang=ko} is
read in Seoul and память in Kyiv and Moscow. A reader who knows one of them may guess none of the others, and that is why
this paragraph is long enough to stand on several lines, in which none is higher than its neighbours. [*骨*]{lang=ja}
and [*骨*]{lang=zh-Hans} are one sign in two shapes.

::: {lang=ar}
هذه فقرة كاملة بالعربية (1984)، تبدأ من اليمين، وفيها قائمة:

- أولاً
- ثانياً
:::

The text goes on in English, from the left.
""",
}
BOOKLETS = {
    "arabic": ("ar", "بيت على طرف الوادي", "سلمى الكاتبة", ARABIC),
    "hebrew": ("he", "בית בקצה העמק", "שולמית הסופרת", HEBREW),
    "japanese": ("ja", "谷のはずれの家", "山田 谷子", JAPANESE),
    "simplified": ("zh-Hans", "山谷边上的小屋", "谷雨", SIMPLIFIED),
    "traditional": ("zh-Hant", "山谷邊上的小屋", "谷雨", TRADITIONAL),
    "korean": ("ko", "골짜기 끝의 집", "김골짜", KOREAN),
    "mixed": ("en-GB", "One Word in Many Scripts", "Ada Writer", MIXED),
}
WORK = {"arabic", "hebrew", "japanese"}


def written(name: str, project: Project) -> Project:
    """One of the booklets as a project."""
    language, title, author, sections = BOOKLETS[name]
    settings = f"title: {title}\nlanguage: {language}\nauthors:\n  - name: {author}\ndate: 2026-01-31\n"
    if name in WORK:
        settings += f"work: {{title: {title}, author: {author}, year: 1984, chapters: 12}}\n"
    project.write("manuscript/booklet.yaml", settings)
    for file, text in sections.items():
        project.section(file, text)
    return project
