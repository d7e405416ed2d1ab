using Spectre.Console;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Run;

/// <summary>A script that a file of data is put through.</summary>
/// <param name="file">The script's file.</param>
/// <param name="vars">The file of its variables; null for none.</param>
/// <param name="dbrp">Where the data counts as written to; null for what the script says, or the default.</param>
/// <param name="hasConfig">True when the configuration of a server was given.</param>
internal sealed class TriedScript(Terminal terminal, string file, string? vars, string? dbrp, bool hasConfig)
{
    private const long LongInput = 4 * 1024 * 1024;

    /// <summary>The script's text, with its name.</summary>
    public SourceText Source { get; } = new(TextFile.Read(file), file);

    /// <summary>Starts the script as a task.</summary>
    /// <param name="input">The data that it is to get.</param>
    /// <exception cref="CliException">The script is refused, or not for this data.</exception>
    public async Task<TaskDefinition> DefineAsync(Trial trial, string input)
    {
        try
        {
            var task = await trial.DefineAsync(Change()).ConfigureAwait(false);
            await ReportAsync(task.Warnings).ConfigureAwait(false);
            var type = RecordedFile.TypeOf(input);
            if (task.Type == EdgeKind.Batch && type != EdgeKind.Batch)
                throw new CliException($"{file} is a batch script: an InfluxDB has its data. Give a recording of it, a .brpl file that 'tocsin record batch' makes, or define the task and play it with 'tocsin replay-live batch'");
            if (task.Type == EdgeKind.Stream && type == EdgeKind.Batch)
                throw new CliException($"{file} is a stream script, and {input} is a recording of batches: give line protocol or a .srpl file");
            return task;
        }
        catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0)
        {
            throw Refused(problem);
        }
    }

    /// <summary>Puts the data through a task that was started with <see cref="DefineAsync"/>.</summary>
    /// <exception cref="CliException">The data cannot be read.</exception>
    public async Task FeedAsync(Trial trial, TaskDefinition task, string input, CancellationToken cancellationToken)
    {
        if (RecordedFile.TypeOf(input) == EdgeKind.None)
        {
            await FeedLinesAsync(trial, task.Dbrps[0], input, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await trial.PlayAsync(input, task.Id, task.Dbrps[0], cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException problem)
        {
            throw new CliException(problem.Message);
        }
    }

    /// <summary>What defines the script's task.</summary>
    public TaskChange Change()
    {
        var change = NamedFiles.TaskOf(Source, NamedFiles.DefaultSource, vars);
        return dbrp is null ? change : change with { Dbrps = [DbrpText.Parse(dbrp)] };
    }

    /// <summary>What is wrong with the script, at its places.</summary>
    public CliException Refused(DefinitionException problem)
    {
        var lacksConfig = !hasConfig && problem.Refusal.Diagnostics.Any(diagnostic => diagnostic.Code == "TS3541");
        return new CliException(
            $"{file} is refused\n{string.Join('\n', problem.Refusal.Diagnostics.Select(diagnostic => DiagnosticText.Render(diagnostic, Source)))}"
            + (lacksConfig ? "\nThe accounts of services stand in the server's configuration: give it with --config FILE." : ""));
    }

    /// <summary>Shows how far a long file of line protocol is, to people who look at a terminal.</summary>
    /// <param name="feed">Feeds the file, and takes what is to be told how many bytes are done.</param>
    public Task<T> ShowProgressAsync<T>(string path, Func<Action<long>, Task<T>> feed) => terminal.IsInteractive && RecordedFile.TypeOf(path) == EdgeKind.None && new FileInfo(path).Length > LongInput
        ? terminal.NewProgress().StartAsync(progress =>
        {
            var bar = progress.AddTask(Markup.Escape(path), maxValue: new FileInfo(path).Length);
            return feed(done => bar.Value = done);
        })
        : feed(static _ => { });

    /// <summary>Tells of lines that are not points.</summary>
    public async Task ReportAsync(string path, IEnumerable<LineError> errors)
    {
        foreach (var error in errors)
            await terminal.Error.WriteLineAsync($"{path}:{error.Line}:{error.Column}: {error.Reason}; the line is left out").ConfigureAwait(false);
    }

    /// <summary>Tells what is odd about the script.</summary>
    public async Task ReportAsync(IEnumerable<Diagnostic> warnings)
    {
        foreach (var warning in warnings)
            await terminal.Error.WriteLineAsync(DiagnosticText.Render(warning, Source)).ConfigureAwait(false);
    }

    private async Task FeedLinesAsync(Trial trial, Dbrp source, string path, CancellationToken cancellationToken)
    {
        var input = File.OpenRead(path);
        await using (input.ConfigureAwait(false))
            await ReportAsync(path, await ShowProgressAsync(path, progress => trial.FeedAsync(input, source, progress, cancellationToken)).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
