namespace Tocsin.Dsl.Syntax.Remedies;

/// <summary>What a <see cref="Remedy"/> changes.</summary>
public enum RemedyKind
{
    /// <summary>A name, field or text is spelt another way.</summary>
    Rename,

    /// <summary>A field or text is written another way, with its quotes.</summary>
    Literal,

    /// <summary>What the mistake stands at is written another way.</summary>
    Write,

    /// <summary>What the mistake stands at is put in double quotes: it is a field or tag.</summary>
    Quote,

    /// <summary>The operator before the name is another one.</summary>
    Sign,

    /// <summary>One argument of the call is written another way.</summary>
    Argument,

    /// <summary>The call has more arguments, or fewer.</summary>
    Arguments,

    /// <summary>The call is written another way.</summary>
    Call,

    /// <summary>Properties come behind the call.</summary>
    Add,

    /// <summary>Nodes come before another one.</summary>
    Before,

    /// <summary>The property or node goes.</summary>
    Remove,

    /// <summary>Signs may be missing before what the mistake stands at.</summary>
    Expect,

    /// <summary>A part of a text is written another way.</summary>
    Within,
}
