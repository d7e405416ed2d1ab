using System.CommandLine;
using Tocsin.Engine.Plugins;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin plugins trust</c>: writes down which plugins a server may load, by the hashes of their files as they are now.</summary>
internal sealed class TrustPluginsCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _plugins;
    private readonly Option<string?> _folder;
    private readonly Option<string?> _file;

    public TrustPluginsCommand(Terminal terminal)
        : base("trust", CommandGroup.Talking, "List plugins as they are now for plugins.trust of the configuration: a server loads no others, and none that was changed.")
    {
        _terminal = terminal;
        _plugins = Words("plugins", "Names of folders of plugins. Default: all there are.", least: 0);
        _folder = Option<string?>("plugins", "The folder of the plugins. Default: plugins next to the program.", "FOLDER");
        _file = Option<string?>("file", "The list to add them to; the lines of others stay. Default: the lines are printed.", "FILE");
    }

    public override IReadOnlyList<string> Examples => ["tocsin plugins trust --file /etc/tocsin/plugins.trust", "tocsin plugins trust teamchat --file /etc/tocsin/plugins.trust"];

    public override bool TalksToServer => false;

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var folder = arguments.GetValue(_folder) ?? PluginLoader.DefaultFolder;
        new GivenFolder(folder, "--plugins", "plugins").Check();
        var ids = arguments.GetValue(_plugins) is { Length: > 0 } named ? named : All(folder);
        var lines = ids.Select(id => LineOf(folder, id)).ToList();
        if (arguments.GetValue(_file) is not { } file)
        {
            foreach (var line in lines)
                await _terminal.Out.WriteLineAsync(line).ConfigureAwait(false);
            return ExitCode.Ok;
        }

        try
        {
            var kept = File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false) : [];
            await File.WriteAllLinesAsync(file, kept.Where(line => PluginTrust.Read(line) is not { } listed || !ids.Contains(listed.Id)).Concat(lines), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"the list {file} cannot be written: {problem.Message}");
        }

        await _terminal.Out.WriteLineAsync($"{file} lists {string.Join(", ", ids)}").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static string[] All(string folder) => PluginLoader.IdsIn(folder) is { Count: > 0 } all ? [.. all] : throw new CliException($"there are no plugins in {folder}: give their folder with --plugins");

    private static string LineOf(string folder, string id)
    {
        var plugin = Path.Combine(folder, id);
        if (id.Length == 0 || id != Path.GetFileName(id) || !Directory.Exists(plugin))
            throw new CliException($"there is no plugin '{id}' in {folder}; there are {string.Join(", ", PluginLoader.IdsIn(folder))}");
        try
        {
            return PluginTrust.LineOf(id, PluginTrust.HashOf(plugin));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"the plugin {plugin} cannot be read: {problem.Message}");
        }
    }
}
