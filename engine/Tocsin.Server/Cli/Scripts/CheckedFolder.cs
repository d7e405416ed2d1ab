using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Server.Loading;
using Tocsin.Server.Loading.Checks;

namespace Tocsin.Server.Cli.Scripts;

/// <summary>Judges a folder that a server could load: what the plan of loading it says, and what each definition would be refused for.</summary>
internal sealed class CheckedFolder
{
    private readonly LoadSnapshot _files;
    private readonly LoadPlan _plan;
    private readonly UnsetVariables _variables;
    private readonly LoadJudge _judge;

    /// <exception cref="FileException">The folder cannot be read.</exception>
    public CheckedFolder(string folder, Extensions extensions, UnsetVariables variables)
    {
        _files = LoadSnapshot.Of(folder);
        _plan = LoadPlan.Of(_files, extensions, variables.ValueOf);
        _variables = variables;
        _judge = new LoadJudge(_files, _plan, extensions, static _ => null);
    }

    /// <summary>How many errors and warnings the folder has for a server with a configuration.</summary>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    public static (int Errors, int Warnings) Count(string folder, string? config, Extensions extensions, Func<string, string?> environment)
    {
        var variables = new UnsetVariables(areAllowed: false, environment);
        var files = new CheckedFiles(extensions, variables);
        if (config is not null)
            files.ReadConfig(config);
        var judged = new CheckedFolder(folder, extensions, variables);
        if (judged.HasHandlers)
            files.Note(judged.Topics);
        var report = new CheckReport(new Terminal(TextWriter.Null, TextWriter.Null, false, static _ => null), isJson: true);
        judged.Check(files.Surroundings, files.NobodyListens, report);
        return (report.Errors, report.Warnings);
    }

    /// <summary>The topics that its handlers listen to.</summary>
    public IEnumerable<string> Topics => _plan.Handlers.Concat(_plan.FaultyHandlers).Select(entry => entry.Spec.Topic);

    /// <summary>True when it has handlers: who listens to which topic is known then.</summary>
    public bool HasHandlers => _files.Handlers.Count > 0;

    /// <summary>Reports all that is wrong.</summary>
    /// <param name="surroundings">What definitions are judged by.</param>
    /// <param name="nobodyListens">What there is to say of a source's topic.</param>
    public void Check(Surroundings surroundings, Func<SourceFileEntry, IEnumerable<ConfigProblem>> nobodyListens, CheckReport report)
    {
        var problems = _plan.Problems.ToLookup(problem => problem.File, problem => problem.Problem);
        foreach (var stray in _files.Strays)
            report.Beside(stray.File, [stray.Problem]);
        foreach (var file in _files.All)
            report.Problems(file.Path, [.. problems[file.Path]]);
        foreach (var judged in _judge.Judge(surroundings))
        {
            if (judged.Script is { } script)
                report.Script(judged.Path, judged.Diagnostics, script);
            Report(judged.Path, judged.Problems, report);
        }

        foreach (var entry in _plan.Sources)
            Report(entry.Values.Place!.File, nobodyListens(entry), report); // It comes from a file.
    }

    private void Report(string file, IEnumerable<ConfigProblem> problems, CheckReport report) =>
        report.Beside(file, _variables.Filter(problems, _files.All.First(read => read.Path == file).Content));
}
