using System.Text.Json;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Server.Http;

/// <summary>Diagnostics of a script as the API shows them: code, severity, message, place, hint.</summary>
internal static class DiagnosticsJson
{
    /// <summary>Writes the diagnostics as a property; nothing when there are none.</summary>
    public static void Write(Utf8JsonWriter writer, string property, IReadOnlyList<Diagnostic> diagnostics, SourceText? source = null)
    {
        if (diagnostics.Count == 0)
            return;

        writer.WriteStartArray(property);
        foreach (var diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("code", diagnostic.Code);
            writer.WriteString("severity", diagnostic.Severity == Severity.Error ? "error" : "warning");
            writer.WriteString("message", diagnostic.Message);
            if (source is not null)
            {
                var place = source.PositionOf(diagnostic.Span.Start);
                writer.WriteNumber("line", place.Line);
                writer.WriteNumber("char", place.Column);
                writer.WriteNumber("length", diagnostic.Span.Length);
            }

            if (diagnostic.Hint is not null)
                writer.WriteString("hint", diagnostic.Hint);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
