using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What was set over the configuration's file, as the store keeps it. Reads see what is committed.</summary>
public interface IConfigRecords : IRecords<IConfigWriter>
{
    /// <summary>By section, in the order in which their elements were first set.</summary>
    IReadOnlyList<ConfigOverrideRow> LoadOverrides();
}
