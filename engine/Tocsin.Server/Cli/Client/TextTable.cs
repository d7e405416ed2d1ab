using System.Text;

namespace Tocsin.Server.Cli.Client;

/// <summary>Rows in columns, as programs that read the peer's lists expect them: a heading, then cells padded to the column's width.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> _rows = [];
    private readonly Column[] _columns;

    public TextTable(params Column[] columns)
    {
        _columns = columns;
        Add([.. columns.Select(column => column.Title)]);
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(Array.ConvertAll(cells, OneLine.Of));

    public void Write(TextWriter output)
    {
        var widths = _columns.Select((column, i) => column.Fits ? Math.Max(column.Width, _rows.Max(row => row[i].Length) + 1) : column.Width).ToArray();
        foreach (var row in _rows)
        {
            var line = new StringBuilder();
            for (var i = 0; i < _columns.Length; i++)
                line.Append(_columns[i].IsRight ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]));
            output.WriteLine(line);
        }
    }

    /// <summary>A column: its heading and its width.</summary>
    internal readonly record struct Column(string Title, int Width)
    {
        /// <summary>True when the column is one wider than its widest cell, and at least <see cref="Width"/> wide.</summary>
        public bool Fits { get; init; }

        public bool IsRight { get; init; }

        public static Column Fitting(string title, int minimum = 0) => new(title, minimum) { Fits = true };
    }
}
