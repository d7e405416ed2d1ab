namespace Tocsin.Dsl.Syntax.Remedies;

/// <summary>
/// What puts a mistake right, as values: what the words of its hint say to people. Whoever reports a mistake gives it along; editors make changes of
/// it, which need the text. Immutable.
/// </summary>
/// <param name="Kind">What changes.</param>
/// <param name="Text">What is written.</param>
/// <param name="About">What is written another way, or which node comes behind; empty for what the mistake stands at.</param>
public sealed record Remedy(RemedyKind Kind, string Text = "", string About = "")
{
    /// <summary>What an argument or a text was before, within the <see cref="Text"/> of another.</summary>
    public const string AsItIs = "{0}";

    /// <summary>The operator that the name of <see cref="RemedyKind.Rename"/> stands behind; empty for any.</summary>
    public string Sign { get; init; } = "";

    /// <summary>The number of an argument, or how many of the arguments stay.</summary>
    public int Index { get; init; }

    /// <summary>False for a guess that an editor should not make unasked.</summary>
    public bool IsLikely { get; init; } = true;

    /// <summary>Another name, field or text.</summary>
    /// <param name="wrong">What is there; empty for the name that the mistake stands at.</param>
    /// <param name="sign">The operator before the right name; empty for the same.</param>
    public static Remedy Rename(string right, string wrong = "", string sign = "") => new(RemedyKind.Rename, right, wrong) { Sign = sign };

    /// <summary>The next field or text of this value is written another way.</summary>
    public static Remedy Literal(string wrong, string right) => new(RemedyKind.Literal, right, wrong);

    /// <summary>This in the place of what the mistake stands at; <see cref="AsItIs"/> in it stands for what is there.</summary>
    public static Remedy Write(string text) => new(RemedyKind.Write, text);

    /// <summary>Double quotes around the name.</summary>
    public static Remedy Quote() => new(RemedyKind.Quote);

    /// <summary>Another operator before the name.</summary>
    public static Remedy Behind(string sign) => new(RemedyKind.Sign, sign);

    /// <summary>Another value of an argument; <see cref="AsItIs"/> in it stands for what is there.</summary>
    public static Remedy Argument(int index, string text) => new(RemedyKind.Argument, text) { Index = index };

    /// <summary>The first arguments, and then these.</summary>
    public static Remedy Arguments(int kept, IEnumerable<string> more) => new(RemedyKind.Arguments, string.Join(", ", more)) { Index = kept };

    /// <summary>The call as a whole, as <c>flapping(0.25, 0.5)</c>.</summary>
    public static Remedy Call(string text) => new(RemedyKind.Call, text);

    /// <summary>Properties behind the call, as <c>.period(10s)</c>.</summary>
    /// <param name="node">The nearest node above of this name; empty for the one of the mistake.</param>
    public static Remedy Add(string properties, string node = "") => new(RemedyKind.Add, properties, node);

    /// <summary>Nodes before another, as <c>|barrier().idle(10s)</c>.</summary>
    /// <param name="node">The nearest node above of this name; empty for the node of the mistake.</param>
    public static Remedy Insert(string nodes, string node = "") => new(RemedyKind.Before, nodes, node);

    /// <summary>Without the property or node.</summary>
    public static Remedy Remove() => new(RemedyKind.Remove);

    /// <summary>One of these signs before what the mistake stands at.</summary>
    public static Remedy Expect(IEnumerable<string> signs) => new(RemedyKind.Expect, string.Join(' ', signs));

    /// <summary>A part of the first text of the call or of its properties.</summary>
    public static Remedy Within(string part, string text) => new(RemedyKind.Within, text, part);

    /// <summary>The same as a guess.</summary>
    public Remedy Unlikely() => this with { IsLikely = false };
}
