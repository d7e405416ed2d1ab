using System.CommandLine;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Cli.Config;

/// <summary><c>tocsin config show</c>: all options as a server that is started with the file has them, with defaults and without secrets.</summary>
internal sealed class ShowConfigCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _config;
    private readonly ExtensionOptions _extensions;

    public ShowConfigCommand(Terminal terminal)
        : base("show", CommandGroup.Writing, "Show all options as a server started with a file has them: with defaults, without secrets.")
    {
        _terminal = terminal;
        _config = Option<string?>("config", "The configuration. Default: KAPACITOR_CONFIG_PATH, else none, which shows the defaults.", "FILE");
        _extensions = new ExtensionOptions(this);
    }

    public override IReadOnlyList<string> Examples => ["tocsin config --config /etc/kapacitor/kapacitor.conf", "tocsin config show --config tocsin.yaml"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = ConfigChoice.PathOf(arguments.GetValue(_config), _terminal) is { } path ? ConfigFile.Load(path, _terminal.Environment) : ConfigFile.Default;
        using var extensions = _extensions.Open(arguments);
        var problems = file.ProblemsFor(extensions.Current.Kinds);
        foreach (var problem in problems.Concat(file.WithoutEffect(extensions.Current.Kinds)))
            await _terminal.Error.WriteLineAsync($"tocsin: {problem}").ConfigureAwait(false);

        if (file.IsOpen)
            await _terminal.Error.WriteLineAsync("tocsin: http.auth is shown as off, as 'auth-enabled' is not set: anyone who reaches the server has full access, until there is a user ('tocsin users add')").ConfigureAwait(false);

        var inForce = file.IsOpen ? file.Options with { Http = file.Options.Http with { Auth = HttpAuth.Off } } : file.Options;
        var own = BoundOptions.Read(OptionsShape.Of(typeof(ServerOptions)), inForce, []);
        var sections = ConfigSection.All(extensions.Current.Kinds).Where(section => !own.TryFind(section.Name, out _)).Select(section => new ConfigEntry(section.Name, Section(section, file.Root)));
        await _terminal.Out.WriteAsync(YamlText.Write(new ConfigMap([.. own.Entries, .. sections]))).ConfigureAwait(false);
        return problems.All(problem => problem.IsWarning) ? ExitCode.Ok : ExitCode.Found;
    }

    private static ConfigValue Section(ConfigSection section, ConfigMap root)
    {
        var elements = section.Elements(root).Select(element => Element(section, element.Options)).ToList();
        return root.TryFind(section.Name, out var given) && given is ConfigList ? new ConfigList(elements) : elements is [var only] ? only : ConfigMap.Empty;
    }

    private static ConfigMap Element(ConfigSection section, ConfigMap options)
    {
        var redacted = new List<string>();
        var shown = BoundOptions.Read(section.Shape, OptionsBinder.Bind(section.Shape.Type, options, new BindRules("", IgnoresMissing: true), []), redacted);
        return new ConfigMap([.. shown.Entries.Select(entry => redacted.Contains(entry.Key) && entry.Value is ConfigFlag { Value: true } ? entry with { Value = new ConfigText(OptionMask.Hidden) } : entry)]);
    }
}
