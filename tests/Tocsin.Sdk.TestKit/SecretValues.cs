using System.Collections;
using System.Reflection;

namespace Tocsin.Sdk.TestKit;

/// <summary>Finds what options keep secret.</summary>
internal static class SecretValues
{
    /// <summary>The values of all properties marked <see cref="SecretAttribute"/>, as they stand and as they stand in addresses.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<object> options) =>
        [.. options.SelectMany(Of).SelectMany(s => new[] { s, Uri.EscapeDataString(s) }).Distinct()];

    private static IEnumerable<string> Of(object options)
    {
        foreach (var property in options.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            var found = (property.IsDefined(typeof(SecretAttribute)), property.GetValue(options)) switch
            {
                (_, null) => [],
                (true, string text) => [text],
                (true, EventTemplate template) => [template.Text],
                (true, Uri address) => [address.AbsolutePath.Trim('/'), address.Query],
                (true, IReadOnlyDictionary<string, string> map) => map.Values,
                (false, IEnumerable list and not string) => list.Cast<object>().Where(IsSection).SelectMany(Of),
                (false, { } section) when IsSection(section) => Of(section),
                _ => [],
            };
            foreach (var secret in found.Where(s => s.Length > 0))
                yield return secret;
        }
    }

    private static bool IsSection(object value) => value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) == false;
}
