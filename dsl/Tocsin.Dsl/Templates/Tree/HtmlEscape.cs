namespace Tocsin.Dsl.Templates.Tree;

/// <summary>What is done to a value before it is written into an HTML text.</summary>
internal enum HtmlEscape : byte
{
    /// <summary>Characters that mean something in HTML become entities: in text and in quoted attributes.</summary>
    Text,

    /// <summary>In an attribute without quotes: blanks and the like become entities too.</summary>
    Unquoted,

    /// <summary>As the name of an attribute: all but harmless names is refused.</summary>
    Name,

    /// <summary>In a comment: left out.</summary>
    Comment,

    /// <summary>As a value in a script.</summary>
    ScriptValue,

    /// <summary>Inside of a string in a script.</summary>
    ScriptString,

    /// <summary>Inside of a regular expression in a script.</summary>
    ScriptRegex,

    /// <summary>Inside of a string in a style.</summary>
    StyleString,

    /// <summary>As a value in a style: all but harmless values is refused.</summary>
    StyleValue,

    /// <summary>At the begin of a URL: schemes that could run code are refused.</summary>
    UrlFilter,

    /// <summary>As a part of a URL that is not a query.</summary>
    UrlNormalize,

    /// <summary>In the query of a URL: all that has a meaning is percent-encoded.</summary>
    UrlEscape,

    /// <summary>In a list of image addresses.</summary>
    SourceSet,

    /// <summary>What the author asked for with <c>html</c>.</summary>
    AuthorHtml,

    /// <summary>What the author asked for with <c>urlquery</c>.</summary>
    AuthorUrlQuery,
}
