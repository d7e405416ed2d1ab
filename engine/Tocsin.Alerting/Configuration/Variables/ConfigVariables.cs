using System.Text;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Alerting.Configuration.Variables;

/// <summary>Variables in configured texts: <c>${env:NAME}</c> and <c>${file:PATH}</c>, so that secrets need not stand in the file.</summary>
public static class ConfigVariables
{
    private const string EnvironmentStart = "${env:";
    private const string FileStart = "${file:";

    /// <summary>Fills variables in. False when there are none, or with the reason when one has no value.</summary>
    /// <param name="values">Takes the values of the variables, which are secrets; may be null.</param>
    /// <param name="readFile">Answers what a file says; null for those of this machine.</param>
    public static bool Expand(
        string text, Func<string, string?> environment, out string expanded, out string? error, ICollection<string>? values = null, Func<string, string>? readFile = null)
    {
        expanded = text;
        error = null;
        if (Next(text, 0) < 0)
            return false;

        var result = new StringBuilder();
        var at = 0;
        for (var start = Next(text, 0); start >= 0; start = Next(text, at))
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                error = "a variable begins with ${ and has no closing }";
                return false;
            }

            if (!TryResolve(text[start..end], environment, readFile ?? RegularFile.ReadText, out var value, out error))
                return false;

            values?.Add(value);
            result.Append(text, at, start - at).Append(value);
            at = end + 1;
        }

        expanded = result.Append(text, at, text.Length - at).ToString();
        return true;
    }

    /// <summary>True when a value has variables, at whatever depth. Ask of values, not of their JSON: that can write a character in several ways.</summary>
    public static bool AreIn(ConfigValue value) => AnyText(value, static text => Next(text, 0) >= 0);

    /// <summary>The variables in a value, at whatever depth; of one without an end, the rest of the text.</summary>
    public static IEnumerable<ConfigVariable> In(ConfigValue value) => value switch
    {
        ConfigText text => In(text.Value),
        ConfigMap map => map.Entries.SelectMany(entry => In(entry.Value)),
        ConfigList list => list.Items.SelectMany(In),
        _ => [],
    };

    /// <summary>True when a value takes something from a file, which may say something else by now.</summary>
    public static bool NameFile(ConfigValue value) => AnyText(value, static text => text.Contains(FileStart, StringComparison.Ordinal));

    private static IEnumerable<ConfigVariable> In(string text)
    {
        for (var start = Next(text, 0); start >= 0;)
        {
            var close = text.IndexOf('}', start);
            var variable = close < 0 ? text[start..] : text[start..close];
            yield return variable.StartsWith(FileStart, StringComparison.Ordinal)
                ? new ConfigVariable(IsFile: true, variable[FileStart.Length..])
                : new ConfigVariable(IsFile: false, variable[EnvironmentStart.Length..]);
            start = close < 0 ? -1 : Next(text, close);
        }
    }

    private static bool AnyText(ConfigValue value, Func<string, bool> isOne) => value switch
    {
        ConfigText text => isOne(text.Value),
        ConfigMap map => map.Entries.Any(entry => AnyText(entry.Value, isOne)),
        ConfigList list => list.Items.Any(item => AnyText(item, isOne)),
        _ => false,
    };

    private static int Next(string text, int from)
    {
        var environment = text.IndexOf(EnvironmentStart, from, StringComparison.Ordinal);
        var file = text.IndexOf(FileStart, from, StringComparison.Ordinal);
        return environment < 0 ? file : file < 0 ? environment : Math.Min(environment, file);
    }

    private static bool TryResolve(string variable, Func<string, string?> environment, Func<string, string> readFile, out string value, out string? error)
    {
        value = "";
        error = null;
        if (variable.StartsWith(EnvironmentStart, StringComparison.Ordinal))
        {
            var name = variable[EnvironmentStart.Length..];
            value = environment(name) ?? "";
            error = environment(name) is null ? $"the environment variable {name} is not set" : null;
            return error is null;
        }

        var path = variable[FileStart.Length..];
        try
        {
            value = readFile(path).TrimEnd('\r', '\n');
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error = $"the file of a variable cannot be read: {e.Message}";
            return false;
        }
    }
}
