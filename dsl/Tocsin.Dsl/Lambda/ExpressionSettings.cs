namespace Tocsin.Dsl.Lambda;

/// <summary>The surroundings an expression is compiled for.</summary>
public sealed record ExpressionSettings
{
    /// <summary>Wall clock and local zone of the machine; fields and tags are visible.</summary>
    public static readonly ExpressionSettings Default = new();

    /// <summary>The clock behind <c>now()</c>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The zone in which <c>hour</c>, <c>day</c> and the like read a time.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>How long the texts may be that the expression makes; beyond it the evaluation fails.</summary>
    public TextBound Texts { get; init; } = TextBound.Default;

    /// <summary>Is shown what conditions come to; null, the default, when nobody looks on.</summary>
    public IConditionWatch? Watch { get; init; }

    /// <summary>
    /// True where a tag wins over a field of its name and a name that is neither fails the evaluation, as in match expressions, unless the
    /// expression asks whether it is there with <c>isPresent</c>; there
    /// <c>"time"</c> is a name like any other. False by default.
    /// </summary>
    public bool TagsFirst { get; init; }
}
