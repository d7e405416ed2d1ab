using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Server.Cli.Care.Examinations;
using Tocsin.Server.Cli.Serve;
using Tocsin.Server.Cli.Status;

namespace Tocsin.Server.Cli.Care;

/// <summary><c>tocsin doctor</c>: looks at all that a server depends on, and says of each what it found and what to do.</summary>
internal sealed class DoctorCommand : CliCommand
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly ServerArguments _server;
    private readonly Option<bool> _json;

    public DoctorCommand(Terminal terminal, TimeProvider time)
        : base("doctor", CommandGroup.Caring, "Look at folder, rights, disk, clock, addresses, configuration, plugins, users, provider of sign-ins and InfluxDB of a server, running or not.")
    {
        (_terminal, _time) = (terminal, time);
        _server = new ServerArguments(this, terminal);
        _json = Option<bool>("json", "Print JSON.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin doctor --config /etc/tocsin/tocsin.yaml --data /var/lib/tocsin", "sudo -u tocsin tocsin doctor --config /etc/tocsin/tocsin.yaml"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var findings = await ExamineAsync(_server.Read(arguments), cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            WriteJson(findings);
        else
            WriteText(findings);
        return findings.Any(finding => finding.Level is FindingLevel.Warning or FindingLevel.Error) ? ExitCode.Found : ExitCode.Ok;
    }

    private async Task<IReadOnlyList<Finding>> ExamineAsync(ServerPlan plan, CancellationToken cancellationToken)
    {
        var data = Path.GetFullPath(plan.DataFolder);
        var isRunning = DataFolderLock.IsTaken(data);
        using var extensions = plan.Extensions().Open();
        var server = new Examined
        {
            Environment = _terminal.Environment,
            Plan = plan,
            Data = data,
            IsRunning = isRunning,
            State = isRunning ? new StateLook() : SqliteStateStore.Look(data, LongestLook),
            Extensions = extensions.Current,
            Time = _time,
        };
        return
        [
            .. FolderExamination.Run(server),
            .. StateExamination.Run(server),
            ClockExamination.Run(server),
            .. AddressExamination.Run(server),
            .. AccessExamination.Run(server),
            .. ConfigExamination.Run(server),
            .. ExtensionExamination.Run(server),
            .. await OidcExamination.RunAsync(server, cancellationToken).ConfigureAwait(false),
            .. await InfluxExamination.RunAsync(server, cancellationToken).ConfigureAwait(false),
            .. await RunningExamination.RunAsync(server, cancellationToken).ConfigureAwait(false),
        ];
    }

    private void WriteText(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var (word, color) = finding.Level switch
            {
                FindingLevel.Error => ("error", "red"),
                FindingLevel.Warning => ("warning", "yellow"),
                FindingLevel.Skipped => ("skipped", "grey"),
                _ => ("ok", "green"),
            };
            _terminal.Console.MarkupLine($"[{color}]{word,-7}[/] {Markup.Escape($"{finding.Place}: {finding.Message}")}");
            if (finding.Remedy.Length > 0)
                _terminal.Console.MarkupLineInterpolated($"        → {finding.Remedy}");
        }

        _terminal.Console.WriteLine($"{Amount.Of(findings.Count(finding => finding.Level == FindingLevel.Error), "error")}, {Amount.Of(findings.Count(finding => finding.Level == FindingLevel.Warning), "warning")}");
    }

    private void WriteJson(IReadOnlyList<Finding> findings) => _terminal.Out.WriteLine(JsonSerializer.Serialize(
        new
        {
            findings = findings.Select(finding => new
            {
                level = JsonNamingPolicy.KebabCaseLower.ConvertName(finding.Level.ToString()),
                place = finding.Place,
                message = finding.Message,
                remedy = finding.Remedy,
            }),
        }));
}
