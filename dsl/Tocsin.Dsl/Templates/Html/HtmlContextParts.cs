namespace Tocsin.Dsl.Templates.Html;

/// <summary>What the text is made of at a place. The names are those that error messages show.</summary>
internal enum HtmlState
{
    Text,
    Tag,
    AttrName,
    AfterName,
    BeforeValue,
    HTMLCmt,
    RCDATA,
    Attr,
    URL,
    Srcset,
    JS,
    JSDqStr,
    JSSqStr,
    JSRegexp,
    JSBlockCmt,
    JSLineCmt,
    CSS,
    CSSDqStr,
    CSSSqStr,
    CSSDqURL,
    CSSSqURL,
    CSSURL,
    CSSBlockCmt,
    CSSLineCmt,
    Error,

    /// <summary>After a break or continue: nothing follows here.</summary>
    Dead,
}

/// <summary>What ends the attribute value.</summary>
internal enum HtmlDelimiter
{
    None,
    DoubleQuote,
    SingleQuote,
    SpaceOrTagEnd,
}

internal enum UrlPart
{
    None,
    PreQuery,
    QueryOrFrag,
    Unknown,
}

/// <summary>What a slash would begin in a script.</summary>
internal enum SlashMeaning
{
    Regexp,
    DivOp,
    Unknown,
}

internal enum AttributeKind
{
    None,
    Script,
    ScriptType,
    Style,
    URL,
    Srcset,
}

/// <summary>Elements whose content is not markup.</summary>
internal enum ElementKind
{
    None,
    Script,
    Style,
    Textarea,
    Title,
}
