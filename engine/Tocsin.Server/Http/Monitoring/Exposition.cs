using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>Writes figures in the text format of Prometheus.</summary>
/// <param name="output">Takes UTF-8.</param>
internal sealed class Exposition(IBufferWriter<byte> output)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes a figure with all its values.</summary>
    public void Write(Figure figure)
    {
        var name = figure.Kind == FigureKind.Counter ? figure.Name + "_total" : figure.Name;
        Write($"# HELP {name} {Escaped(figure.Help)}\n# TYPE {name} {(figure.Kind == FigureKind.Counter ? "counter" : "gauge")}\n");
        foreach (var value in figure.Read())
            Write(name, value.Value, value.Tags);
    }

    private void Write(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        Write(name);
        for (var i = 0; i < labels.Length; i++)
        {
            Write(i == 0 ? "{" : ",");
            Write(labels[i].Key);
            Write("=\"");
            Write(Escaped(labels[i].Value as string ?? "").Replace("\"", "\\\"", StringComparison.Ordinal));
            Write("\"");
        }

        Write(labels.Length == 0 ? " " : "} ");
        Write(value.ToString("R", CultureInfo.InvariantCulture));
        Write("\n");
    }

    private static string Escaped(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
