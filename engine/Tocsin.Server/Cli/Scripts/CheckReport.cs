using System.Text.Json.Nodes;
using Spectre.Console;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Syntax;
using Tocsin.Server.Cli.Status;

namespace Tocsin.Server.Cli.Scripts;

/// <summary>Prints findings as they come, and counts them.</summary>
internal sealed class CheckReport(Terminal terminal, bool isJson)
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    public int Errors { get; private set; }

    public int Warnings { get; private set; }

    /// <summary>What was found in one script.</summary>
    /// <param name="file">The file; <paramref name="source"/> may have another name, such as that of a template.</param>
    public void Script(string file, IReadOnlyList<Diagnostic> diagnostics, SourceText source)
    {
        _files.Add(file);
        foreach (var diagnostic in diagnostics)
        {
            Count(diagnostic.Severity);
            if (isJson)
                WriteJson(source.Name ?? file, source.PositionOf(diagnostic.Span.Start), diagnostic.Severity, diagnostic.Code, diagnostic.Message, diagnostic.Hint);
            else
                WriteColored(DiagnosticText.Render(diagnostic, source), diagnostic.Severity);
        }
    }

    /// <summary>What was found in a folder of functions.</summary>
    public void Functions(string file, IReadOnlyList<string> errors)
    {
        _files.Add(file);
        foreach (var error in errors)
            Write(file, new ConfigProblem(error));
    }

    /// <summary>What was found in one file of handlers, of sources or of the configuration.</summary>
    public void Problems(string file, IReadOnlyList<ConfigProblem> problems)
    {
        _files.Add(file);
        Beside(file, problems);
    }

    /// <summary>The same for what is not a file to check, or one that was counted already.</summary>
    public void Beside(string file, IReadOnlyList<ConfigProblem> problems)
    {
        foreach (var problem in problems)
            Write(file, problem);
    }

    /// <summary>One line at the end, for people only.</summary>
    public void Summarize()
    {
        if (isJson)
            return;
        var color = Errors > 0 ? "red" : Warnings > 0 ? "yellow" : "green";
        terminal.Console.MarkupLine($"[{color}]{Amount.Of(_files.Count, "file")} checked: {Amount.Of(Errors, "error")}, {Amount.Of(Warnings, "warning")}[/]");
    }

    private void Count(Severity severity)
    {
        if (severity == Severity.Error)
            Errors++;
        else
            Warnings++;
    }

    private void Write(string file, ConfigProblem problem)
    {
        var severity = problem.IsWarning ? Severity.Warning : Severity.Error;
        Count(severity);
        if (isJson)
            WriteJson(problem.Place?.File ?? file, problem.Place is { } place ? new LinePosition(place.Line, place.Column) : null, severity, "", problem.Message, null);
        else if (problem.IsWarning)
            terminal.Console.MarkupLineInterpolated($"[yellow]warning[/] {problem.ToString()}");
        else
            terminal.Console.MarkupLineInterpolated($"[red]error[/] {problem.ToString()}");
    }

    private void WriteColored(string text, Severity severity)
    {
        var color = severity == Severity.Error ? "red" : "yellow";
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        terminal.Console.MarkupLine($"[{color}]{Markup.Escape(head)}[/]");
        if (end >= 0)
            terminal.Console.WriteLine(text[(end + 1)..]);
        terminal.Console.WriteLine();
    }

    private void WriteJson(string file, LinePosition? place, Severity severity, string code, string message, string? hint) =>
        terminal.Out.WriteLine(new JsonObject
        {
            ["file"] = file,
            ["line"] = place?.Line,
            ["char"] = place?.Column,
            ["severity"] = severity == Severity.Error ? "error" : "warning",
            ["code"] = code,
            ["message"] = message,
            ["hint"] = hint,
        }.ToJsonString());
}
