namespace Akka.Serialization.Graph.Types;

/// <summary>How a type is put into words on the wire.</summary>
internal enum TypeShape
{
    /// <summary>By a number: built in, or of the known-types provider.</summary>
    Known,
    Named,
    Generic,
    Array,
    MultiArray,
}
