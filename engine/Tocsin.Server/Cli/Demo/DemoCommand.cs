using System.CommandLine;
using Spectre.Console;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting.Hosting;

namespace Tocsin.Server.Cli.Demo;

/// <summary><c>tocsin demo</c>: shows the way from a reading to a page, with nothing but this machine.</summary>
internal sealed class DemoCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _plugins;
    private readonly Option<bool> _keep;

    public DemoCommand(Terminal terminal)
        : base("demo", CommandGroup.Running, "Watch alerts go from data to VictorOps, which a stand-in plays.")
    {
        _terminal = terminal;
        _plugins = Option<string?>("plugins", "The folder of the plugins. Default: plugins next to the program.", "FOLDER");
        _keep = Option<bool>("keep", "Go on afterwards with some alerts open, and print the address of the page that shows them.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin demo", "tocsin demo --keep"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var opened = new ExtensionFolders { Plugins = arguments.GetValue(_plugins) }.Open();
        var extensions = opened.Current;
        if (!extensions.Kinds.TryFind("victorops", out _))
        {
            var why = string.Join('\n', extensions.Errors.DefaultIfEmpty($"the plugin Tocsin.Plugins.VictorOps is not in {arguments.GetValue(_plugins) ?? PluginLoader.DefaultFolder}; build the whole server, or name a folder with --plugins"));
            throw new CliException(why);
        }

        Introduce();
        var standIn = await VictorOpsStandIn.StartAsync(cancellationToken).ConfigureAwait(false);
        await using (standIn.ConfigureAwait(false))
        {
            var run = new DemoRun(_terminal, standIn, extensions);
            return await run.RunAsync(arguments.GetValue(_keep), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Introduce()
    {
        Show("cpu_alert.tick", "a script: each reading is judged, alerts go to the topic 'cpu'", DemoFiles.Alert);
        Show("victorops-cpu-alert.yaml", "a handler: takes them from the topic to VictorOps", DemoFiles.Handler);
        Show("cpu_load.tick", "another script: judges averages and notifies VictorOps itself", DemoFiles.Load);
        _terminal.Console.MarkupLine("[bold]What happens in eighty seconds of data[/]");
    }

    private void Show(string name, string what, string text)
    {
        _terminal.Console.MarkupLineInterpolated($"[bold]{name}[/]  {what}");
        foreach (var line in text.TrimEnd().Split('\n'))
            _terminal.Console.MarkupLineInterpolated($"[grey]  {line}[/]");
        _terminal.Console.WriteLine();
    }
}
