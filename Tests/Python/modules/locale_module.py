# locale and _locale in the locales that every machine has.
import _locale
import locale


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return type(error).__name__, str(error)


print(locale.setlocale(locale.LC_ALL, "C"), locale.setlocale(locale.LC_NUMERIC))
print(attempt(locale.setlocale, locale.LC_ALL, "xx_YY"), attempt(_locale.setlocale, 77))
print(attempt(_locale.setlocale, 0, 1), locale.Error.__mro__, locale.Error.__module__)
print(sorted(locale.localeconv().items()))
# How far from zero the result is depends on where the C library finds the texts.
print(locale.strcoll("a", "b") < 0, locale.strcoll("b", "a") > 0, attempt(locale.strcoll, "a", 1))
print(attempt(locale.strcoll, "a\0", "b"), locale.strxfrm("abc"), attempt(locale.strxfrm, "a\0"))
print(sorted(["b", "a", "C"], key=locale.strxfrm), locale.nl_langinfo(locale.DAY_1))
print(attempt(locale.nl_langinfo, 999), locale.nl_langinfo(locale.RADIXCHAR))
print([locale.nl_langinfo(item) for item in (locale.MON_12, locale.ABDAY_7, locale.D_T_FMT)])
print(locale.gettext("message"), locale.dgettext(None, "y"), locale.dcgettext("d", "m", 5))
print(attempt(locale.bindtextdomain, "", "x"), locale.textdomain(None))
print(locale.atof("1.5"), locale.str(2.5), locale.format_string("%d", 1234567, grouping=True))
print(locale.currency.__name__, locale.normalize("de_DE"), locale.getlocale(locale.LC_NUMERIC))
print(locale.setlocale(locale.LC_CTYPE, "C.UTF-8"), locale.nl_langinfo(locale.CODESET))
print(locale.strxfrm("aé\U0001F600"), float("1.5"), f"{1234.5:n}")
