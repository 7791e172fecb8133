"""Writes the tables of the module unicodedata, taken from the one of the CPython that runs this.

    python3.13 Tools/UnicodeData/generate.py > Sources/ExtensionModules/UnicodeData/Generated/UnicodeDataBlob.swift

The tables are zlib-compressed blobs, in base64, that the module unpacks when it first needs them: the
database (see `database`), that of Unicode 3.2, and the names. Unpacked, little-endian throughout, counts as
u32. The names are

    text of `HEX;NAME` lines; text of `FIRST;LAST;PREFIX` lines for names that end in the code point;
    text of `HEX;ALIAS` lines
"""

import base64
import itertools
import struct
import sys
import unicodedata
import zlib

CODES = range(0x110000)
HANGUL = range(0xAC00, 0xD7A4)
# Names of control characters, which have no name of their own; those that do not exist are left out.
ALIASES = """NULL,NUL,START OF HEADING,SOH,START OF TEXT,STX,END OF TEXT,ETX,END OF TRANSMISSION,EOT,ENQUIRY,
ENQ,ACKNOWLEDGE,ACK,ALERT,BEL,BACKSPACE,BS,CHARACTER TABULATION,HORIZONTAL TABULATION,HT,TAB,LINE FEED,NEW LINE,
END OF LINE,LF,NL,EOL,LINE TABULATION,VERTICAL TABULATION,VT,FORM FEED,FF,CARRIAGE RETURN,CR,SHIFT OUT,
LOCKING-SHIFT ONE,SO,SHIFT IN,LOCKING-SHIFT ZERO,SI,DATA LINK ESCAPE,DLE,DEVICE CONTROL ONE,DC1,
DEVICE CONTROL TWO,DC2,DEVICE CONTROL THREE,DC3,DEVICE CONTROL FOUR,DC4,NEGATIVE ACKNOWLEDGE,NAK,
SYNCHRONOUS IDLE,SYN,END OF TRANSMISSION BLOCK,ETB,CANCEL,CAN,END OF MEDIUM,EOM,EM,SUBSTITUTE,SUB,ESCAPE,ESC,
INFORMATION SEPARATOR FOUR,FILE SEPARATOR,FS,INFORMATION SEPARATOR THREE,GROUP SEPARATOR,GS,
INFORMATION SEPARATOR TWO,RECORD SEPARATOR,RS,INFORMATION SEPARATOR ONE,UNIT SEPARATOR,US,SP,DELETE,DEL,
PADDING CHARACTER,PAD,HIGH OCTET PRESET,HOP,BREAK PERMITTED HERE,BPH,NO BREAK HERE,NBH,INDEX,IND,NEXT LINE,NEL,
START OF SELECTED AREA,SSA,END OF SELECTED AREA,ESA,CHARACTER TABULATION SET,HTS,LINE TABULATION SET,VTS,
PARTIAL LINE FORWARD,PLD,PARTIAL LINE BACKWARD,PLU,REVERSE LINE FEED,RI,SINGLE SHIFT TWO,SS2,SINGLE SHIFT THREE,
SS3,DEVICE CONTROL STRING,DCS,PRIVATE USE ONE,PU1,PRIVATE USE TWO,PU2,SET TRANSMIT STATE,STS,CANCEL CHARACTER,
CCH,MESSAGE WAITING,MW,START OF GUARDED AREA,SPA,END OF GUARDED AREA,EPA,START OF STRING,SOS,
SINGLE CHARACTER INTRODUCER,SCI,CONTROL SEQUENCE INTRODUCER,CSI,STRING TERMINATOR,ST,OPERATING SYSTEM COMMAND,
OSC,PRIVACY MESSAGE,PM,APPLICATION PROGRAM COMMAND,APC,NBSP,SHY,CGJ,ZWSP,ZWNJ,ZWJ,LRM,RLM,LRE,RLE,PDF,LRO,RLO,
NNBSP,MMSP,WJ,ZWNBSP,BYTE ORDER MARK,BOM,LATIN CAPITAL LETTER GHA,LATIN SMALL LETTER GHA,WEIERSTRASS ELLIPTIC FUNCTION"""


def runs(values):
    """(first code point, value) of each run of equal values."""
    at = 0
    for value, group in itertools.groupby(values):
        yield at, value
        at += sum(1 for _ in group)


def text(string):
    data = string.encode()
    return struct.pack("<I", len(data)) + data


def index(table, value):
    """The place of a value in a list that grows."""
    if value not in table:
        table.append(value)
    return table.index(value)


def properties(db):
    """Runs of equal category, direction, combining class, width and mirroring."""
    names = [[], [], []]
    rows = []
    for first, row in runs(
            (db.category(c), db.bidirectional(c), db.east_asian_width(c), db.combining(c), db.mirrored(c))
            for c in map(chr, CODES)):
        places = [index(names[i], row[i]) for i in range(3)]
        rows.append(struct.pack("<IBBBBB", first, *places, row[3], row[4]))
    header = b"".join(text(",".join(table)) for table in names)
    return header + struct.pack("<I", len(rows)) + b"".join(rows)


def numbers(db):
    """Decimal, digit and numeric value of code points that have one; 255 where there is none."""
    rows = []
    for code in CODES:
        value = db.numeric(chr(code), None)
        if value is not None:
            rows.append(struct.pack(
                "<IBBd", code, db.decimal(chr(code), 255), db.digit(chr(code), 255), value))
    return struct.pack("<I", len(rows)) + b"".join(rows)


def decompositions(db):
    """Tag and code points of each decomposition, as `unicodedata.decomposition` has it."""
    tags = [""]
    rows = []
    for code in CODES:
        parts = db.decomposition(chr(code)).split()
        if not parts:
            continue
        tag = index(tags, parts.pop(0) if parts[0][0] == "<" else "")
        codes = [int(part, 16) for part in parts]
        rows.append(struct.pack(f"<IBB{len(codes)}I", code, tag, len(codes), *codes))
    return text(",".join(tags)) + struct.pack("<I", len(rows)) + b"".join(rows)


def compositions(db):
    """(first, second, composed) of the pairs that NFC composes; Hangul apart."""
    rows = []
    for code in CODES:
        parts = db.decomposition(chr(code)).split()
        if len(parts) == 2 and parts[0][0] != "<":
            pair = [int(part, 16) for part in parts]
            if db.normalize("NFC", "".join(map(chr, pair))) == chr(code):
                rows.append(struct.pack("<III", *pair, code))
    return struct.pack("<I", len(rows)) + b"".join(rows)


def database(db):
    return text(db.unidata_version) + properties(db) + numbers(db) + decompositions(db) + compositions(db)


def names():
    plain, numbered = [], []
    for code in CODES:
        name = unicodedata.name(chr(code), "")
        suffix = f"{code:04X}"
        if not name or code in HANGUL:
            continue
        if name.endswith("-" + suffix):
            numbered.append((code, name[:-len(suffix)]))
        else:
            plain.append(f"{code:X};{name}")
    ranges = []
    for code, prefix in numbered:
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == prefix:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, prefix])
    aliases = []
    for alias in (part.strip() for part in ALIASES.replace("\n", "").split(",")):
        try:
            aliases.append(f"{ord(unicodedata.lookup(alias)):X};{alias}")
        except KeyError:
            print("no alias", alias, file=sys.stderr)
    return (text("\n".join(plain)) + text("\n".join(f"{a:X};{b:X};{p}" for a, b, p in ranges))
            + text("\n".join(aliases)))


def blob(name, comment, data):
    packed = base64.b64encode(zlib.compress(data, 9)).decode()
    lines = [packed[i:i + 100] for i in range(0, len(packed), 100)]
    print(f"  /// {comment}")
    print(f'  static let {name} = UnicodeBlob(unpackedSize: {len(data)}, base64: """')
    print("\\\n".join(f"    {line}" for line in lines))
    print('    """)')


def main():
    print("// Generated by Tools/UnicodeData/generate.py; do not edit.\n")
    print("enum UnicodeDataBlob {")
    blob("present", "The database.", database(unicodedata))
    blob("old", "The database of Unicode 3.2.", database(unicodedata.ucd_3_2_0))
    blob("names", "The names of code points.", names())
    print("}")


main()
