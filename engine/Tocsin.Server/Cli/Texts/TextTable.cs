using System.Text;
using Spectre.Console;

namespace Tocsin.Server.Cli.Texts;

/// <summary>Rows in columns, as programs that read the peer's lists expect them: a heading, then cells padded to the column's width.</summary>
internal sealed class TextTable
{
    private readonly List<Cell[]> _rows = [];
    private readonly Column[] _columns;

    public TextTable(params Column[] columns)
    {
        _columns = columns;
        Add(Array.ConvertAll(columns, static column => column.Title));
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, static cell => new Cell(OneLine.Of(cell))));

    /// <summary>Adds a row whose cells may have colors.</summary>
    public void Add(params Cell[] cells) => _rows.Add(Array.ConvertAll(cells, static cell => cell with { Text = OneLine.Of(cell.Text) }));

    /// <summary>Writes all rows without colors.</summary>
    public void Write(TextWriter output) => Write(output.WriteLine, static (text, _) => text);

    /// <summary>Writes all rows, with colors where the console has them.</summary>
    public void Write(IAnsiConsole console) =>
        Write(console.MarkupLine, static (text, color) => color.Length == 0 ? Markup.Escape(text) : $"[{color}]{Markup.Escape(text)}[/]");

    private void Write(Action<string> writeLine, Func<string, string, string> paint)
    {
        var widths = _columns.Select((column, i) => column.Fits ? Math.Max(column.Width, _rows.Max(row => row[i].Text.Length) + 1) : column.Width).ToArray();
        foreach (var row in _rows)
        {
            var line = new StringBuilder();
            for (var i = 0; i < _columns.Length; i++)
                line.Append(paint(_columns[i].IsTight ? row[i].Text : _columns[i].IsRight ? row[i].Text.PadLeft(widths[i]) : row[i].Text.PadRight(widths[i]), row[i].Color));
            writeLine(line.ToString());
        }
    }

    /// <summary>A column: its heading and its width.</summary>
    internal readonly record struct Column(string Title, int Width)
    {
        /// <summary>True when the column is one wider than its widest cell, and at least <see cref="Width"/> wide.</summary>
        public bool Fits { get; init; }

        public bool IsRight { get; init; }

        /// <summary>True for a column that is not padded: names, one on each line.</summary>
        public bool IsTight { get; init; }

        public static Column Fitting(string title, int minimum = 0) => new(title, minimum) { Fits = true };
    }
}
