namespace Tocsin.Dsl.Templates.Html;

/// <summary>Where in an HTML text a place is. The default is plain text between tags.</summary>
internal readonly record struct HtmlContext
{
    public HtmlState State { get; init; }

    public HtmlDelimiter Delimiter { get; init; }

    public UrlPart UrlPart { get; init; }

    public SlashMeaning Slash { get; init; }

    public AttributeKind Attribute { get; init; }

    public ElementKind Element { get; init; }

    public static HtmlContext Failed => new() { State = HtmlState.Error };

    public bool IsFailed => State == HtmlState.Error;

    public bool IsComment =>
        State is HtmlState.HTMLCmt or HtmlState.JSBlockCmt or HtmlState.JSLineCmt or HtmlState.CSSBlockCmt or HtmlState.CSSLineCmt;

    /// <summary>Where a value begins when one is written here: the text may not have said so yet.</summary>
    public HtmlContext ForValue() => State switch
    {
        HtmlState.Tag => this with { State = HtmlState.AttrName },
        HtmlState.AfterName => this with { State = HtmlState.AttrName, Attribute = AttributeKind.None },
        HtmlState.BeforeValue => this with
        {
            State = StartOf(Attribute),
            Delimiter = HtmlDelimiter.SpaceOrTagEnd,
            Attribute = AttributeKind.None,
        },
        _ => this,
    };

    public static HtmlState StartOf(AttributeKind attribute) => attribute switch
    {
        AttributeKind.Script => HtmlState.JS,
        AttributeKind.Style => HtmlState.CSS,
        AttributeKind.URL => HtmlState.URL,
        AttributeKind.Srcset => HtmlState.Srcset,
        _ => HtmlState.Attr,
    };

    public static HtmlState ContentOf(ElementKind element) => element switch
    {
        ElementKind.Script => HtmlState.JS,
        ElementKind.Style => HtmlState.CSS,
        ElementKind.Textarea or ElementKind.Title => HtmlState.RCDATA,
        _ => HtmlState.Text,
    };

    /// <summary>The context that both ways of a branch may end in; null when they do not fit together.</summary>
    public static HtmlContext? Join(HtmlContext left, HtmlContext right)
    {
        if (left.IsFailed || right.State == HtmlState.Dead)
            return left;
        if (right.IsFailed || left.State == HtmlState.Dead || left == right)
            return right;
        if (left with { UrlPart = right.UrlPart } == right)
            return left with { UrlPart = UrlPart.Unknown };
        if (left with { Slash = right.Slash } == right)
            return left with { Slash = SlashMeaning.Unknown };

        var (nextLeft, nextRight) = (left.ForValue(), right.ForValue());
        return nextLeft == left && nextRight == right ? null : Join(nextLeft, nextRight);
    }

    public override string ToString() =>
        $"{{state{State} delim{Delimiter} urlPart{UrlPart} jsCtx{Slash} attr{Attribute} element{Element} <nil>}}";
}
