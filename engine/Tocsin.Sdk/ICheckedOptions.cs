namespace Tocsin.Sdk;

/// <summary>
/// Options or settings that must fulfil more than their types say. Checked when a handler is defined: in a script at the property that
/// sets the option, in files with line and column.
/// </summary>
public interface ICheckedOptions
{
    /// <summary>All that is wrong; empty when nothing is.</summary>
    IEnumerable<OptionProblem> Check();
}
