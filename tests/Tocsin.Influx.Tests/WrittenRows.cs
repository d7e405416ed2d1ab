using System.Text;
using Tocsin.Influx.Answers;

namespace Tocsin.Influx.Tests;

/// <summary>An answer as text: a line for each series, one for each row.</summary>
internal sealed class WrittenRows : IInfluxRows
{
    private readonly StringBuilder _text = new();
    private bool _isOpen;

    public List<string> Texts { get; } = [];

    public void Begin(InfluxSeries series)
    {
        _isOpen.Should().BeFalse();
        _isOpen = true;
        _text.Append(string.Join(' ', [series.Name, .. series.Tags.Select(tag => $"{tag.Key}={tag.Value}")])).Append(": ").AppendJoin(' ', series.Columns).Append('\n');
    }

    public void Add(ReadOnlySpan<InfluxCell> cells)
    {
        _isOpen.Should().BeTrue();
        var texts = new List<string>();
        foreach (var cell in cells)
        {
            texts.Add(cell.ToString());
            if (cell.Kind == CellKind.Text)
                Texts.Add(cell.Text);
        }

        _text.AppendJoin('|', texts).Append('\n');
    }

    public void End()
    {
        _isOpen.Should().BeTrue();
        _isOpen = false;
    }

    public override string ToString() => _text.ToString();
}
