using System.Runtime.CompilerServices;
using System.Text;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>A layout and how its fields' names look in a line: lets the next line of a series be read without splitting it.</summary>
internal sealed class FieldPlan
{
    // Ends with its layout: field names may come without end.
    private static readonly ConditionalWeakTable<FieldLayout, FieldPlan> Plans = [];

    private FieldPlan(FieldLayout layout)
    {
        Layout = layout;
        Prefixes = [.. layout.NameList.Select((name, slot) => Encoding.UTF8.GetBytes((slot == 0 ? "" : ",") + Escape(name) + "="))];
    }

    public FieldLayout Layout { get; }

    /// <summary>What stands before each value: a comma but for the first, the escaped name, the equals sign.</summary>
    public byte[][] Prefixes { get; }

    public static FieldPlan For(FieldLayout layout) => Plans.GetValue(layout, static layout => new FieldPlan(layout));

    private static string Escape(string name) => name.Replace(",", "\\,").Replace(" ", "\\ ").Replace("=", "\\=");
}
