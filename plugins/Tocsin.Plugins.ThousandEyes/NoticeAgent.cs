namespace Tocsin.Plugins.ThousandEyes;

/// <summary>An agent, or a BGP monitor, and what it measured.</summary>
internal sealed record NoticeAgent(string Name, long? Active, string Before, string After, DateTimeOffset? Start, DateTimeOffset? End, string Permalink)
{
    /// <summary>The metrics at the end where there are any, otherwise those at the start.</summary>
    public string Metrics => After.Length > 0 && After != Before ? Before.Length > 0 ? $"{Before} -> {After}" : After : Before;
}
