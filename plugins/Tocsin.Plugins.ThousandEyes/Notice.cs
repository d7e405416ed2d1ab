namespace Tocsin.Plugins.ThousandEyes;

/// <summary>What all forms of notices tell.</summary>
internal sealed record Notice
{
    /// <summary>The alert's id in its topic.</summary>
    public required string Id { get; init; }

    /// <summary>The same when ThousandEyes repeats the notice; empty when it gives nothing of the kind.</summary>
    public required string NoticeId { get; init; }

    public required bool IsProblem { get; init; }

    /// <summary>1, 0 or 2: triggered, cleared, the rule was changed or taken off the test.</summary>
    public long Active { get; init; }

    public string Severity { get; init; } = "";

    public string Rule { get; init; } = "";

    public string RuleId { get; init; } = "";

    public string Expression { get; init; } = "";

    public string Test { get; init; } = "";

    public string TestId { get; init; } = "";

    public string Type { get; init; } = "";

    public string Account { get; init; } = "";

    public string Host { get; init; } = "";

    public long? ViolationCount { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public string Permalink { get; init; } = "";

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyList<string> Targets { get; init; } = [];

    public IReadOnlyList<NoticeAgent> Agents { get; init; } = [];

    /// <summary>True for a notice about an agent itself and not about a test.</summary>
    public bool IsAboutAgent { get; init; }

    /// <summary>What the user adds to every notice.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();
}
