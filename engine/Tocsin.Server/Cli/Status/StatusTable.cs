using System.Text;
using Spectre.Console;
using Tocsin.Server.Cli.Texts;

namespace Tocsin.Server.Cli.Status;

/// <summary>Rows in aligned columns, with colors on a terminal.</summary>
internal sealed class StatusTable
{
    private const string Gap = "  ";

    private readonly List<Cell[]> _rows = [];
    private readonly string[] _titles;
    private readonly bool[] _isRight;

    /// <param name="titles">The first names what the rows are; one that ends in <c>&gt;</c> heads a column of numbers.</param>
    public StatusTable(params string[] titles)
    {
        _titles = [.. titles.Select(title => title.TrimEnd('>'))];
        _isRight = [.. titles.Select(title => title.EndsWith('>'))];
    }

    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Writes an empty line, the heading and the first rows, and says how many there are besides. Nothing when there are none.</summary>
    public void Write(IAnsiConsole console, int limit)
    {
        if (_rows.Count == 0)
            return;
        var shown = _rows.Take(limit).ToList();
        var widths = _titles.Select((title, i) => Math.Max(title.Length, shown.Max(row => row[i].Text.Length))).ToArray();
        console.WriteLine();
        WriteLine(console, [.. _titles.Select(title => new Cell(title, "bold"))], widths);
        foreach (var row in shown)
            WriteLine(console, row, widths);
        if (_rows.Count > shown.Count)
            console.MarkupLineInterpolated($"[dim]and {_rows.Count - shown.Count} more: --all shows them[/]");
    }

    private void WriteLine(IAnsiConsole console, Cell[] cells, int[] widths)
    {
        var last = cells.Length - 1;
        while (last > 0 && cells[last].Text.Length == 0)
            last--;
        var line = new StringBuilder();
        for (var i = 0; i <= last; i++)
        {
            var padded = _isRight[i] ? cells[i].Text.PadLeft(widths[i]) : i == last ? cells[i].Text : cells[i].Text.PadRight(widths[i]);
            var text = Markup.Escape(padded);
            line.Append(i == 0 ? "" : Gap).Append(cells[i].Color.Length == 0 ? text : $"[{cells[i].Color}]{text}[/]");
        }

        console.MarkupLine(line.ToString());
    }
}
