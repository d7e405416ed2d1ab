using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Variables;

/// <summary>
/// Configured values with <c>${env:NAME}</c> and <c>${file:PATH}</c> filled in, and what became secret by it. The one place where variables
/// are filled in: files and requests are kept as they were written.
/// </summary>
/// <param name="Options">The values.</param>
/// <param name="SecretValues">The texts that came through variables.</param>
/// <param name="Problems">Variables that have no value or are misspelt, with their places.</param>
public sealed record FilledOptions(ConfigValue Options, IReadOnlyList<string> SecretValues, IReadOnlyList<ConfigProblem> Problems)
{
    /// <summary>Hides what came through variables.</summary>
    public SecretTexts Secrets => new(SecretValues);

    /// <summary>Values in which nothing is to be filled in.</summary>
    public static FilledOptions AsWritten(ConfigValue options) => new(options, [], []);

    /// <param name="environment">Answers variables of the environment; null when one is not set.</param>
    /// <param name="readFile">Answers what a file says; null for those of this machine.</param>
    public static FilledOptions Of(ConfigValue options, Func<string, string?> environment, Func<string, string>? readFile = null)
    {
        var filling = new Filling(environment, readFile, leavesFilled: false);
        return new FilledOptions(filling.Fill(options, ""), filling.Secrets, filling.Problems);
    }

    /// <summary>Fills in the variables below one key, as <see cref="Of"/> does. What came through a variable before is left as it is: it may look like another.</summary>
    /// <param name="environment">As for <see cref="Of"/>.</param>
    /// <param name="readFile">As for <see cref="Of"/>.</param>
    public static FilledOptions OfKey(ConfigMap options, string key, Func<string, string?> environment, Func<string, string>? readFile = null)
    {
        var filling = new Filling(environment, readFile, leavesFilled: true);
        var filled = options.Entries.Select(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase) ? entry with { Value = filling.Fill(entry.Value, entry.Key) } : entry);
        return new FilledOptions(options with { Entries = [.. filled] }, filling.Secrets, filling.Problems);
    }

    private sealed class Filling(Func<string, string?> environment, Func<string, string>? readFile, bool leavesFilled)
    {
        public List<string> Secrets { get; } = [];

        public List<ConfigProblem> Problems { get; } = [];

        public ConfigValue Fill(ConfigValue value, string path) => value switch
        {
            ConfigText text => FillText(text, path),
            ConfigMap map => map with { Entries = [.. map.Entries.Select(entry => entry with { Value = Fill(entry.Value, Join(path, entry.Key)) })] },
            ConfigList list => list with { Items = [.. list.Items.Select((item, i) => Fill(item, $"{path}[{i}]"))] },
            _ => value,
        };

        private ConfigText FillText(ConfigText text, string path)
        {
            if (leavesFilled && text.IsSubstituted)
                return text;
            if (VariableLookalikes.ErrorIn(text.Value) is { } misspelt)
                Problems.Add(new ConfigProblem($"option '{path}': {misspelt}", text.Place) { Option = path });
            if (ConfigVariables.Expand(text.Value, environment, out var expanded, out var error, Secrets, readFile))
            {
                Secrets.Add(expanded);
                if (Uri.TryCreate(expanded, UriKind.Absolute, out var address))
                    Secrets.AddRange(PartsOf(address));
                return text with { Value = expanded, IsSubstituted = true };
            }

            if (error is not null)
                Problems.Add(new ConfigProblem($"option '{path}': {error}", text.Place) { Option = path });
            return text;
        }

        // Messages of failed requests hold parts of an address.
        private static IEnumerable<string> PartsOf(Uri address) =>
            new[] { address.PathAndQuery, address.AbsolutePath, address.Query, address.UserInfo }.Where(part => part.Length > 1);

        private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;
    }
}
