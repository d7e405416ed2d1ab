using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Syntax;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>Shows what a server says of a script, at its place in the file the script came from.</summary>
internal static class ScriptReport
{
    /// <summary>Sends a script; its warnings go to the terminal, its errors into the exception.</summary>
    /// <param name="script">Null when the command sends none, but a template's is used.</param>
    /// <exception cref="CliException">The server refused the script.</exception>
    /// <returns>What the server answers.</returns>
    public static async Task<JsonObject> SendAsync(Terminal terminal, string? script, string? file, Func<Task<JsonObject>> send)
    {
        try
        {
            var answer = await send().ConfigureAwait(false);
            foreach (var warning in answer.Items("warnings"))
                terminal.Error.WriteLine(Text(warning, script, file));
            if (answer["state"] is JsonObject state && StateText.OfChange(state) is { } change)
                terminal.Error.WriteLine(change);
            return answer;
        }
        catch (ApiRefusal refusal) when (refusal.Diagnostics.Count > 0)
        {
            foreach (var diagnostic in refusal.Diagnostics)
                terminal.Error.WriteLine(Text(diagnostic, script, file));
            throw new CliException(Summary(refusal.Diagnostics, file));
        }
    }

    private static string Text(JsonObject diagnostic, string? script, string? file)
    {
        var severity = diagnostic.Text("severity") == "warning" ? Severity.Warning : Severity.Error;
        var hint = diagnostic.Text("hint") is { Length: > 0 } text ? text : null;
        var hasPlace = int.TryParse(diagnostic.Text("line"), out var line) & int.TryParse(diagnostic.Text("char"), out var column);
        if (script is not null && hasPlace)
        {
            var span = new TextSpan(OffsetOf(script, line, column), Math.Max(1, int.TryParse(diagnostic.Text("length"), out var length) ? length : 1));
            return DiagnosticText.Render(new Diagnostic(diagnostic.Text("code"), severity, diagnostic.Text("message"), span, hint), new SourceText(script, file));
        }

        var place = hasPlace ? $" at line {line} char {column}" : "";
        var head = $"{(severity == Severity.Error ? "error" : "warning")} {diagnostic.Text("code")}: {diagnostic.Text("message")}{place}";
        return hint is null ? head : $"{head}\nhint: {hint}";
    }

    private static string Summary(IReadOnlyList<JsonObject> diagnostics, string? file)
    {
        var errors = diagnostics.Count(diagnostic => diagnostic.Text("severity") != "warning");
        return $"{file ?? "the script"} is refused: {errors} error{(errors == 1 ? "" : "s")}";
    }

    // Columns of the API count bytes of UTF-8.
    private static int OffsetOf(string script, int line, int column)
    {
        var start = 0;
        for (; line > 1; line--)
        {
            var end = script.IndexOf('\n', start);
            if (end < 0)
                break;
            start = end + 1;
        }

        var at = start;
        for (var bytes = 1; bytes < column && at < script.Length && script[at] != '\n'; at++)
            bytes += char.IsSurrogate(script[at]) ? 2 : Encoding.UTF8.GetByteCount(script.AsSpan(at, 1));
        return at;
    }
}
