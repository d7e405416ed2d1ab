namespace Tocsin.Dsl.Templates.Printing;

/// <summary>What stands between <c>%</c> and the verb.</summary>
internal record struct FormatFlags
{
    public bool Plus { get; set; }

    public bool Minus { get; set; }

    public bool Sharp { get; set; }

    public bool Space { get; set; }

    /// <summary>Pad with zeros on the left.</summary>
    public bool Zero { get; set; }

    /// <summary><c>%+v</c>: records with the names of their fields.</summary>
    public bool Named { get; set; }

    /// <summary><c>%#v</c>: values as a program would write them.</summary>
    public bool Source { get; set; }

    public int? Width { get; set; }

    public int? Precision { get; set; }
}
