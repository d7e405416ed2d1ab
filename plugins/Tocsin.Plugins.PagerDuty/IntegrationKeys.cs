using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>The words in which guides tell where the key of an integration belongs.</summary>
internal static class IntegrationKeys
{
    private static readonly string[] Placeholders = ["$routing_key", "${routing_key}", "$service_key", "${service_key}"];

    /// <summary>The problem of a key in which nobody has put the real one in the placeholder's place.</summary>
    public static IEnumerable<OptionProblem> Check(string option, EventTemplate? key)
    {
        // In a template such a name may be a variable of its own.
        if (key is null || key.HasParts)
            yield break;
        if (Placeholders.FirstOrDefault(placeholder => key.Text.Contains(placeholder, StringComparison.OrdinalIgnoreCase)) is { } left)
        {
            yield return new OptionProblem(
                option, $"'{left}' is a placeholder for the key of an integration: put yours in its place, as PagerDuty shows it under Services > Integrations; no event would be taken");
        }
    }
}
