using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Dsl.Binding;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Takes parts out of what somebody wrote; whatever is wrong with them is reported.</summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class WrittenParts(List<ConfigProblem> problems)
{
    /// <summary>The keys of a form.</summary>
    public ConfigMap Own(DefinitionForm form, ConfigMap map)
    {
        problems.AddRange(form.CheckKeys(map));
        return form.Own(map);
    }

    /// <summary>The text of a key; empty when there is none.</summary>
    public string Text(ConfigMap map, string key) => DefinitionReader.TextOf(map, key, problems);

    /// <summary>The list of a key; empty when there is none.</summary>
    public IReadOnlyList<ConfigValue> Items(ConfigMap map, string key)
    {
        if (!map.TryFind(key, out var value) || value is ConfigNull)
            return [];
        if (value is ConfigList list)
            return list.Items;
        Report($"{key} must be a list", value.Place);
        return [];
    }

    /// <summary>The database and retention policy of the key <c>dbrp</c>; null when there are none.</summary>
    public Dbrp? DbrpOf(ConfigMap map)
    {
        var text = Text(map, "dbrp");
        if (text.Length == 0)
            return null;
        if (Dbrp.TryParse(text, out var dbrp))
            return dbrp;
        Report($"dbrp must be a database and a retention policy, not '{text}': {Dbrp.Form}", DefinitionReader.PlaceOf(map, "dbrp"));
        return null;
    }

    /// <summary>The truth value of a key; false when there is none.</summary>
    public bool Flag(ConfigMap map, string key)
    {
        var text = Text(map, key);
        if (text is not ("" or "true" or "false"))
            Report($"{key} is true or false, not '{text}'", DefinitionReader.PlaceOf(map, key));
        return text == "true";
    }

    public void Report(string message, ConfigPlace? place) => problems.Add(new ConfigProblem(message, place));
}
