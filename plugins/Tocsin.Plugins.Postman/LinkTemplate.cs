using Tocsin.Sdk;

namespace Tocsin.Plugins.Postman;

/// <summary>Fills in the address that alerts link to.</summary>
internal static class LinkTemplate
{
    private static readonly string[] Names = ["monitor_uid", "collection_uid", "environment_uid", "job_id"];

    /// <summary>What is wrong with a template; null when nothing is.</summary>
    public static string? ProblemOf(string template)
    {
        if (template.Length == 0)
            return null;

        var filled = template;
        foreach (var name in Names)
            filled = filled.Replace($"{{{name}}}", "x", StringComparison.Ordinal);
        if (filled.AsSpan().ContainsAny('{', '}'))
            return $"it may hold {string.Join(", ", Names.Select(name => $"{{{name}}}"))} and no other braces";
        return Uri.TryCreate(filled, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? null : "it must start with https:// or http://";
    }

    /// <summary>The link of a run; none without a template or a value that it needs.</summary>
    public static IReadOnlyList<AlertLink> Fill(string template, RunReport run)
    {
        if (template.Length == 0)
            return [];

        var filled = template;
        foreach (var (name, value) in new[]
        {
            ("monitor_uid", run.MonitorUid), ("collection_uid", run.CollectionUid), ("environment_uid", run.EnvironmentUid), ("job_id", run.JobId),
        })
        {
            var place = $"{{{name}}}";
            if (value.Length == 0 && filled.Contains(place, StringComparison.Ordinal))
                return [];
            filled = filled.Replace(place, Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        return [new AlertLink("Postman", filled)];
    }
}
