using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Inputs.Scraping;

/// <summary>Targets that stand in files. A file that cannot be understood counts as it was before; one that is gone has none.</summary>
internal sealed class FileTargets(FileDiscoveryOptions options) : ITargets
{
    private const int MostFiles = 1_000;
    private const int MostTargets = 10_000;

    private Dictionary<string, IReadOnlyList<DiscoveredTarget>> _known = [];

    public string Id => options.Id;

    public TimeSpan? Every => options.RefreshInterval;

    public IReadOnlyList<DiscoveredTarget> Read(ICollection<string> problems)
    {
        var read = new Dictionary<string, IReadOnlyList<DiscoveredTarget>>(StringComparer.Ordinal);
        foreach (var file in Files(problems))
        {
            if (TryRead(file, out var targets, out var why))
                read[file] = targets;
            else
            {
                problems.Add($"{why}; what it said before still counts");
                read[file] = _known.GetValueOrDefault(file, []);
            }
        }

        _known = read;
        var all = read.Values.SelectMany(targets => targets).DistinctBy(target => target.Key).Take(MostTargets + 1).ToList();
        if (all.Count <= MostTargets)
            return all;
        problems.Add($"there are more than {MostTargets} targets in the files of {Id}: the others are not asked");
        return all[..MostTargets];
    }

    private List<string> Files(ICollection<string> problems)
    {
        var files = new List<string>();
        foreach (var pattern in options.Files)
        {
            try
            {
                if (!pattern.Contains('*', StringComparison.Ordinal))
                    files.Add(pattern);
                else if (Directory.Exists(FolderOf(pattern)))
                    files.AddRange(Directory.EnumerateFiles(FolderOf(pattern), Path.GetFileName(pattern)).Take(MostFiles).Order(StringComparer.Ordinal));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{pattern}: {failure.Message}");
            }
        }

        return [.. files.Distinct(StringComparer.Ordinal).Where(File.Exists).Take(MostFiles)];
    }

    private static string FolderOf(string pattern) => Path.GetDirectoryName(pattern) is { Length: > 0 } folder ? folder : ".";

    private static bool TryRead(string file, out IReadOnlyList<DiscoveredTarget> targets, out string why)
    {
        (targets, why) = ([], "");
        try
        {
            var problems = new List<ConfigProblem>();
            var documents = YamlConfig.Read(file, RegularFile.ReadText(file), problems);
            var read = new List<DiscoveredTarget>();
            if (problems.Count == 0 && documents is not [ConfigList or ConfigNull])
                problems.Add(new ConfigProblem($"{file}: a list of targets is expected, such as [{{\"targets\": [\"host:9100\"], \"labels\": {{}}}}]"));
            foreach (var group in documents.OfType<ConfigList>().SelectMany(list => list.Items))
                Add(group, read, problems);
            (targets, why) = (read, problems is [var first, ..] ? first.ToString() : "");
            return problems.Count == 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            why = failure.Message;
            return false;
        }
    }

    private static void Add(ConfigValue group, List<DiscoveredTarget> read, List<ConfigProblem> problems)
    {
        if (group is not ConfigMap map || !map.TryFind("targets", out var list) || list is not ConfigList targets)
        {
            problems.Add(new ConfigProblem("a group has a list of targets", group.Place));
            return;
        }

        var labels = map.TryFind("labels", out var given) && given is ConfigMap named ? named.Entries.ToDictionary(entry => entry.Key, entry => TextOf(entry.Value)) : [];
        foreach (var target in targets.Items)
        {
            if (StaticDiscoveryOptions.IsTarget(TextOf(target)))
                read.Add(new DiscoveredTarget(TextOf(target), labels));
            else
                problems.Add(new ConfigProblem($"'{TextOf(target)}' isn't a valid target: write host:port", target.Place));
        }
    }

    private static string TextOf(ConfigValue value) => value is ConfigText text ? text.Value : ConfigJson.Write(value);
}
