namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>
/// Reads definitions that people write, YAML or JSON, which is YAML: a text may hold several documents, and a document one definition or a
/// list of them. All that is wrong is told with its place.
/// </summary>
public static class DefinitionReader
{
    /// <summary>Reads the definitions of a text, in its order.</summary>
    /// <param name="file">The name in messages.</param>
    /// <param name="read">Makes something of one; takes what is wrong with it.</param>
    /// <param name="problems">Takes what is wrong with all of it; warnings too.</param>
    /// <returns>What was made of definitions that are right, and of those with which something is wrong.</returns>
    public static (IReadOnlyList<T> Right, IReadOnlyList<T> Faulty) Read<T>(
        string text, string file, DefinitionForm form, Func<ConfigMap, List<ConfigProblem>, T> read, List<ConfigProblem> problems)
    {
        var (right, faulty) = (new List<T>(), new List<T>());
        foreach (var item in YamlConfig.Read(file, text, problems).SelectMany(document => document is ConfigList list ? list.Items : [document]))
        {
            switch (item)
            {
                case ConfigMap definition:
                    List<ConfigProblem> found = [.. form.CheckKeys(definition)];
                    var made = read(form.Own(definition), found);
                    (found.All(problem => problem.IsWarning) ? right : faulty).Add(made);
                    problems.AddRange(found);
                    break;
                case not (ConfigNull or ConfigText { Value: "" }):
                    problems.Add(new ConfigProblem($"a {form.Name} is a mapping with {string.Join(", ", form.Keys.SkipLast(1))} and {form.Keys[^1]}", item.Place));
                    break;
            }
        }

        return (right, faulty);
    }

    /// <summary>The first definition of a text as it is written, whatever its keys are; null when there is none.</summary>
    /// <param name="file">The name in messages.</param>
    /// <param name="problems">Takes what is wrong with the text.</param>
    public static ConfigMap? First(string text, string file, List<ConfigProblem> problems) =>
        (YamlConfig.Read(file, text, problems) is [var root, ..] ? root is ConfigList { Items: [var item, ..] } ? item : root : null) as ConfigMap;

    /// <summary>Tells definitions that are there already.</summary>
    /// <param name="definitions">The name of each, with the place.</param>
    public static IEnumerable<ConfigProblem> Twins(IEnumerable<(string Name, ConfigPlace? Place)> definitions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return definitions.Where(definition => !seen.Add(definition.Name)).Select(twin => new ConfigProblem($"{twin.Name} is defined twice; give one of them another id", twin.Place));
    }

    /// <summary>The text of a key; empty when there is none.</summary>
    public static string TextOf(ConfigMap definition, string key, List<ConfigProblem> problems)
    {
        if (!definition.TryFind(key, out var value) || value is ConfigNull)
            return "";
        if (value is ConfigText text)
            return text.Value;
        problems.Add(new ConfigProblem($"{key} must be text, not {value.Describe()}", value.Place));
        return "";
    }

    /// <summary>Where the value of a key stands; where the definition begins when there is none.</summary>
    public static ConfigPlace? PlaceOf(ConfigMap definition, string key) => definition.TryFind(key, out var value) ? value.Place : definition.Place;
}
