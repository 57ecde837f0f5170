import type { Dictionary } from '../dictionary';
import { isolate } from '../isolate';

export const home: Dictionary['home'] = {
  title: 'نظرة إلى بقعة، على هذا الجهاز فقط.',
  lead: 'يقارن Lentigo صورة بقعة جلدية بالصور التي تعلّم منها نموذجه، ويقول إلى أي حد تشبه الخبيثة منها.',
  check: 'النظر إلى بقعة',
  recentTitle: 'بقعي',
  recentOpen: (date) => `بقعة بتاريخ ${isolate(date)}`,
  recentAll: 'كل بقعي',
  sample: 'تجربة بعيّنة مرسومة',
  noticeTitle: 'ما هذا',
  notice: 'هذا عرض بحثي. لا يستطيع أن يقول لك هل البقعة سرطان، وليس جهازًا طبيًا.',
  noticeDoctor:
    'أي بقعة جديدة أو متغيّرة أو نازفة أو مؤلمة مكانها أمام طبيب، مهما أظهر هذا التطبيق.',
  private: 'تبقى صورتك على هذا الجهاز. لا يُرفع شيء.',
};
