namespace Tocsin.Influx.Answers;

/// <summary>What a cell of an answer holds.</summary>
public enum CellKind : byte
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>A number written without fraction and exponent that fits 64 bits.</summary>
    Integer,

    /// <summary>Any other number.</summary>
    Float,

    Boolean,

    Text,
}
