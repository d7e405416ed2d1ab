using System.Globalization;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>A silence as files and the API say it.</summary>
internal sealed record SilenceDefinition : ICheckedOptions
{
    private const string Resolved = "resolved";
    private const int MostParts = 100;
    private const int LongestText = 2000;

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd"];

    // Made once, when they are checked: thousands are read at a start.
    private readonly Dictionary<string, LabelMatcher> _parsed = new(StringComparer.Ordinal);

    /// <summary>Its name. Empty in the API, for one that is made up.</summary>
    public string Id { get; init; } = "";

    /// <summary>What the labels of an alert must say, all of it.</summary>
    public required IReadOnlyList<string> Matchers { get; init; }

    /// <summary>Patterns of the handlers that get nothing: <c>topic/handler</c>. Default: all.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>The hours in which it is active. Default: all.</summary>
    public SilenceHours? When { get; init; }

    /// <summary>When it begins. Default: at once.</summary>
    public string From { get; init; } = "";

    /// <summary>When it is over, or <c>resolved</c> for when nothing that it matches is open any more. May be left out of one with hours.</summary>
    public string Until { get; init; } = "";

    /// <summary>Why.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Who wants it.</summary>
    public string By { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Id.Length > 0 && (Id.Length > 100 || !Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')))
            yield return new OptionProblem("id", $"it consists of up to 100 letters, numbers, '-', '.' and '_', unlike \"{LimitedText.Cut(Id, 100)}\"");
        else if (AddressableName.Problem(Id) is { } unreachable)
            yield return new OptionProblem("id", unreachable);
        if (Matchers.Count > MostParts || Handlers.Count > MostParts)
            yield return new OptionProblem(Matchers.Count > MostParts ? "matchers" : "handlers", $"at most {MostParts} are allowed");
        else if (WhyNotMatchers() is { } wrong)
            yield return new OptionProblem("matchers", wrong);
        if (Handlers.FirstOrDefault(pattern => pattern.Length == 0 || !GoGlob.IsWellFormed(pattern)) is { } malformed)
            yield return new OptionProblem("handlers", $"'{malformed}' is not a pattern of handlers, such as */pager");
        if (Comment.Length > LongestText || By.Length > LongestText)
            yield return new OptionProblem(By.Length > LongestText ? "by" : "comment", $"at most {LongestText} characters are allowed");
        if (From.Length > 0 && TimeOf(From) is null)
            yield return new OptionProblem("from", NoTime(From));
        if (Until.Length > 0 && Until != Resolved && TimeOf(Until) is null)
            yield return new OptionProblem("until", NoTime(Until) + ", or resolved");
        if (Until.Length == 0 && When is null)
            yield return new OptionProblem("until", "a silence needs an end: a time such as 2026-01-31T18:00:00Z, or resolved; or hours, with the key when");
        if (TimeOf(Until) is { } end && TimeOf(From) is { } begin && end <= begin)
            yield return new OptionProblem("until", $"the silence would end at {Until}, before it begins at {From}");
    }

    /// <summary>Reads what somebody defined.</summary>
    /// <param name="problems">Takes what is wrong, with its place.</param>
    /// <returns>Null when something is wrong.</returns>
    public static SilenceDefinition? Read(ConfigValue value, List<ConfigProblem> problems)
    {
        var before = problems.Count;
        var definition = (SilenceDefinition)OptionsBinder.Bind(typeof(SilenceDefinition), value, new BindRules("silence"), problems);
        return problems.Count == before ? definition : null;
    }

    /// <summary>The silence; to be called when nothing is wrong.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="json">What is kept of the definition.</param>
    public Silence Make(string id, string json, DateTimeOffset created, DateTimeOffset updated)
    {
        SilenceWindow? window = null;
        if (When is { } hours)
            SilenceWindow.TryCreate(hours.Days, hours.From, hours.To, hours.Zone, out window, out _, out _);
        return new Silence
        {
            Id = id,
            Matchers = [.. Matchers.Select(text => _parsed.GetValueOrDefault(text) ?? throw new FormatException($"matcher {text} was not checked"))],
            Handlers = Handlers,
            Window = window,
            From = TimeOf(From) ?? created,
            Until = TimeOf(Until) ?? DateTimeOffset.MaxValue,
            IsUntilResolved = Until == Resolved,
            Comment = Comment,
            By = By,
            Created = created,
            Updated = updated,
            Definition = json,
        };
    }

    private static string NoTime(string text) => $"'{text}' is not a time such as 2026-01-31T18:00:00Z";

    // A time without a zone is UTC.
    private static DateTimeOffset? TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private string? WhyNotMatchers()
    {
        var takesAll = true;
        foreach (var text in Matchers)
        {
            if (!LabelMatcher.TryParse(text, out var matcher, out var error))
                return error;
            _parsed[text] = matcher;

            // Of a label that not every alert has, a negation holds wherever it is absent, or misspelt.
            takesAll &= matcher.Matches("") && (matcher.IsEqual || !AlertLabels.Own.Contains(matcher.Name));
        }

        return Matchers.Count == 0 ? "a silence without matchers would silence everything: name at least one label"
            : takesAll ? "at least one matcher must ask for a label: these hold for alerts that have none of the labels, and would silence everything"
            : null;
    }
}
