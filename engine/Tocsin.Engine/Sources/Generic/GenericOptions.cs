using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources.Generic;

/// <summary>
/// Where the parts of an alert stand in JSON. A text that begins with <c>$</c> is a path: <c>$.labels.host</c>, <c>$['a b'][0]</c>;
/// <c>$$</c> begins at the whole body also where <c>$</c> is one item of <see cref="Events"/>. Any other text is taken as it is, with
/// paths in braces filled in: <c>{$.host} is {$.state}</c>.
/// </summary>
[SourceOptions]
internal sealed record GenericOptions : ICheckedOptions
{
    /// <summary>The path of a list of which each item is an event. Empty, the default: the body is one event.</summary>
    public string Events { get; init; } = "";

    /// <summary>What makes a body a try-out of the connection, <c>$.status==test</c>. Empty, the default: nothing does.</summary>
    public string Test { get; init; } = "";

    /// <summary>The id of the alert.</summary>
    public required string Id { get; init; }

    /// <summary>The level, or what <see cref="Levels"/> makes a level of.</summary>
    public required string Level { get; init; }

    /// <summary>Levels by value: <c>firing: CRITICAL</c>. Values are found in any case. OK, INFO, WARNING and CRITICAL need none.</summary>
    public IReadOnlyDictionary<string, string> Levels { get; init; } = new Dictionary<string, string>();

    /// <summary>The level of values that stand for none. Empty, the default: such events are not understood.</summary>
    public string DefaultLevel { get; init; } = "";

    /// <summary>The topic. Empty, the default, for that of the definition.</summary>
    public string Topic { get; init; } = "";

    /// <summary>One line for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>The long text.</summary>
    public string Details { get; init; } = "";

    /// <summary>When it happened. Empty, the default, for when it came in.</summary>
    public string Time { get; init; } = "";

    /// <summary>When the problem began. Empty, the default: with the first event of its id.</summary>
    public string Started { get; init; } = "";

    /// <summary>
    /// How times are written: <c>rfc3339</c>, the default; <c>unix</c>, <c>unix-ms</c>, <c>unix-us</c> or <c>unix-ns</c>; or a .NET format,
    /// taken as UTC, such as <c>yyyy-MM-dd HH:mm:ss</c>.
    /// </summary>
    public string TimeFormat { get; init; } = "rfc3339";

    /// <summary>What is the same when the sender repeats itself. Empty, the default: what changes nothing is a repeat.</summary>
    public string DedupeKey { get; init; } = "";

    /// <summary>Tags by name; absent ones are left out.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Values by name; absent ones are left out.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Links for people.</summary>
    public IReadOnlyList<GenericLink> Links { get; init; } = [];

    /// <summary>How the sender signs its requests. Default: not at all.</summary>
    public GenericSignature? Signature { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var (option, text) in Texts())
        {
            if (!JsonPathText.TryParse(text, out _, out var error))
                yield return new OptionProblem(option, error);
        }

        if (IsConstant(Id) && (Id.Contains("$.", StringComparison.Ordinal) || Id.Contains("$[", StringComparison.Ordinal)))
            yield return new OptionProblem("id", $"'{Id}' is the same for all events: a path within a text is written in braces, such as cpu-{{$.host}}");
        if (DedupeKey.Length > 0 && IsConstant(DedupeKey))
            yield return new OptionProblem("dedupe-key", $"'{DedupeKey}' is the same for all events, so that all after the first would be taken for repeats: give a path, such as $.id, or a text with paths in braces");
        if (Events.Length > 0 && !JsonPath.TryParse(Events, out _, out var wrongPath))
            yield return new OptionProblem("events", wrongPath);
        if (Test.Length > 0 && !JsonCondition.TryParse(Test, out _, out var wrongTest))
            yield return new OptionProblem("test", wrongTest);
        if (Id.Length == 0)
            yield return new OptionProblem("id", "must not be empty: events without an id cannot find their recovery");
        foreach (var (value, level) in Levels)
        {
            if (!AlertLevels.TryParse(level, out _))
                yield return new OptionProblem("levels", $"'{level}', which '{value}' stands for, isn't a level: use OK, INFO, WARNING or CRITICAL");
        }

        if (DefaultLevel.Length > 0 && !AlertLevels.TryParse(DefaultLevel, out _))
            yield return new OptionProblem("default-level", $"'{DefaultLevel}' isn't a level: use OK, INFO, WARNING or CRITICAL");
        if (GenericTime.Problem(TimeFormat) is { } wrongFormat)
            yield return new OptionProblem("time-format", wrongFormat);
    }

    private static bool IsConstant(string text) => JsonPathText.TryParse(text, out var parsed, out _) && parsed.IsConstant;

    private IEnumerable<(string Option, string Text)> Texts()
    {
        yield return ("id", Id);
        yield return ("level", Level);
        yield return ("topic", Topic);
        yield return ("message", Message);
        yield return ("details", Details);
        yield return ("time", Time);
        yield return ("started", Started);
        yield return ("dedupe-key", DedupeKey);
        foreach (var (name, text) in Tags)
            yield return ($"tags.{name}", text);
        foreach (var (name, text) in Fields)
            yield return ($"fields.{name}", text);
        foreach (var link in Links)
        {
            yield return ("links", link.Text);
            yield return ("links", link.Href);
        }
    }
}
