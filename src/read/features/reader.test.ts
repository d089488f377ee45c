import { describeReader } from '../reader.contract.ts'
import { featureReader } from './reader.ts'

describeReader('the reader of features', async () => featureReader)
