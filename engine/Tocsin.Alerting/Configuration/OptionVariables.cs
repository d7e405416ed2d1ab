namespace Tocsin.Alerting.Configuration;

/// <summary>Fills <c>${env:NAME}</c> and <c>${file:PATH}</c> into the options of one handler or source, and remembers the values, which are secrets.</summary>
internal sealed class OptionVariables(Func<string, string?> environment, List<ConfigProblem> problems)
{
    private readonly List<string> _secrets = [];

    /// <summary>The texts that came through variables.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>The options with the values of the variables.</summary>
    public ConfigValue Fill(ConfigValue options) => Fill(options, "");

    private ConfigValue Fill(ConfigValue value, string path) => value switch
    {
        ConfigText text => FillText(text, path),
        ConfigMap map => map with { Entries = [.. map.Entries.Select(entry => entry with { Value = Fill(entry.Value, Join(path, entry.Key)) })] },
        ConfigList list => list with { Items = [.. list.Items.Select((item, i) => Fill(item, $"{path}[{i}]"))] },
        _ => value,
    };

    private ConfigText FillText(ConfigText text, string path)
    {
        if (ConfigVariables.Expand(text.Value, environment, out var expanded, out var error, _secrets))
        {
            _secrets.Add(expanded);
            if (Uri.TryCreate(expanded, UriKind.Absolute, out var address))
                _secrets.AddRange(PartsOf(address));
            return text with { Value = expanded, IsSubstituted = true };
        }

        if (error is not null)
            problems.Add(new ConfigProblem($"option '{path}': {error}", text.Place) { Option = path });
        return text;
    }

    // Messages of failed requests hold parts of an address.
    private static IEnumerable<string> PartsOf(Uri address) =>
        new[] { address.PathAndQuery, address.AbsolutePath, address.Query, address.UserInfo }.Where(part => part.Length > 1);

    private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;
}
