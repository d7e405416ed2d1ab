using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>Writes figures in the text format of Prometheus.</summary>
/// <param name="output">Takes UTF-8.</param>
internal sealed class Exposition(IBufferWriter<byte> output)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private string _name = "";

    /// <summary>Begins figures that only grow; the name is given <c>_total</c> at its end.</summary>
    /// <param name="help">What they count, a sentence.</param>
    public Exposition Counter(string name, string help) => Begin(name + "_total", "counter", help);

    /// <summary>Begins figures that rise and fall.</summary>
    public Exposition Gauge(string name, string help) => Begin(name, "gauge", help);

    /// <summary>Writes a figure without labels.</summary>
    public void Add(double value) => Add(value, []);

    /// <summary>Writes a figure.</summary>
    public void Add(double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Write(_name);
        for (var i = 0; i < labels.Length; i++)
        {
            Write(i == 0 ? "{" : ",");
            Write(labels[i].Name);
            Write("=\"");
            Write(Escaped(labels[i].Value).Replace("\"", "\\\"", StringComparison.Ordinal));
            Write("\"");
        }

        Write(labels.Length == 0 ? " " : "} ");
        Write(value.ToString("R", CultureInfo.InvariantCulture));
        Write("\n");
    }

    private static string Escaped(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private Exposition Begin(string name, string type, string help)
    {
        _name = name;
        Write($"# HELP {name} {Escaped(help)}\n# TYPE {name} {type}\n");
        return this;
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
